/* "/" or Ctrl+K (Command+K) leads to the search field from anywhere; the field itself is a plain form. */

export function leadToSearch(): void {
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector<HTMLInputElement>("[data-find]");
    if (!field || !asksForSearch(event)) return;
    event.preventDefault();
    if (field.checkVisibility()) field.select();
    else if (field.form) location.assign(field.form.action); // on a narrow screen it has a page of its own
  });
}

function asksForSearch(event: KeyboardEvent): boolean {
  if (event.isComposing || event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return event.key === "k";
  return event.key === "/" && !isTyping(event.target); // on some keyboards with Shift
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, select, textarea");
}
