/* Light, dark or as the system, without a page load. The cookie lets the server render the next page in the same
   theme; without this script the same form posts and the server sets the cookie. */

const COOKIE = "riser_theme";
const AUTO = "auto";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function rememberTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
    const pressed = event.submitter;
    if (!(pressed instanceof HTMLButtonElement)) return;
    event.preventDefault();
    show(pressed.value);
    for (const button of form.querySelectorAll("button")) {
      if (button === pressed) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    form.closest<HTMLElement>("[popover]")?.hidePopover(); // the focus goes back to what opened it
  });
}

function show(theme: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = theme === AUTO ? 0 : YEAR_SECONDS;
  document.cookie = `${COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  if (theme === AUTO) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
