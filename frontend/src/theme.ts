/* Light or dark without a page load. The cookie lets the server render the next page in the same theme;
   without this script the same form posts and the server sets the cookie. */

const COOKIE = "riser_theme";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function rememberTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
    const pressed = event.submitter;
    if (!(pressed instanceof HTMLButtonElement)) return;
    event.preventDefault();
    show(pressed.value);
    form.querySelector<HTMLButtonElement>(`button:not([value="${CSS.escape(pressed.value)}"])`)?.focus();
  });
}

function show(theme: string): void {
  document.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}
