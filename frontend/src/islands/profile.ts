/* What the profile page does better with scripts. Without them everything is reached as well.

   - [data-days]: a form with a date field gets a slider beside it; letting go shows the day.
   - [data-copy=ID]: a hidden button that copies the value of a field.
   - details[data-fold]: open for everybody; on a phone closed at first, so that the page opens on what matters. */

const DAY = 86_400_000;

function slide(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('input[type="date"]');
  const place = form.querySelector<HTMLElement>("[data-slide]");
  if (!field?.min || !field.max || !place) return;
  const first = Date.parse(field.min);
  const days = Math.round((Date.parse(field.max) - first) / DAY);
  if (days < 2) return;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.max = String(days);
  slider.setAttribute("aria-label", place.dataset["label"] ?? "");
  const follow = (): void => {
    slider.value = String(Math.round((Date.parse(field.value) - first) / DAY));
    slider.setAttribute("aria-valuetext", field.value);
  };
  follow();
  slider.addEventListener("input", () => {
    field.value = new Date(first + Number(slider.value) * DAY).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", field.value);
  });
  field.addEventListener("input", follow);
  /* The keyboard moves by days: Enter shows the day, as in the field. Only a pointer that lets go does so too. */
  slider.addEventListener("pointerup", () => setTimeout(() => form.requestSubmit()));
  slider.addEventListener("keydown", (event) => {
    if (event.key === "Enter") form.requestSubmit();
  });
  place.append(slider);
  place.hidden = false;
}

function copy(button: HTMLButtonElement): void {
  const field = document.getElementById(button.dataset["copy"] ?? "");
  if (!(field instanceof HTMLInputElement) || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset["copied"] ?? button.textContent;
  });
}

function fold(): void {
  if (!matchMedia("(max-width: 860px)").matches) return;
  for (const one of document.querySelectorAll<HTMLDetailsElement>("details[data-fold]")) {
    one.open = Boolean(location.hash) && one.parentElement?.id === location.hash.slice(1);
  }
}

/* A link into a closed section opens it. */
function reveal(): void {
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const closed = target?.querySelector<HTMLDetailsElement>(":scope > details[data-fold]");
  if (closed) closed.open = true;
}

fold();
addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>("details[data-fold], details.figures")) {
    one.open = true;
  }
});
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-days]")) slide(form);
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) copy(button);
