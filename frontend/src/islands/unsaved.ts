/* Typed cells that nobody saved: leaving asks first, and changing the language keeps them.

   They stay in this tab only (sessionStorage), by the row they belong to, and come back when the person
   presses [data-grid-back]; saving forgets them. A cell that the server refused carries data-typed: it is
   in the page, yet stored nowhere. */
import { fieldsByRow, type Field } from "./cells";

type Kept = [row: string, cell: string, value: string][];
type Write = (cells: [Field | undefined, string][]) => void;

const PLACE = `riser:unsaved:${location.pathname}`;

export function keepUnsaved(form: HTMLFormElement, write: Write): void {
  let leaves = false; // on purpose: the plan is sent, or the language changed
  offer(form, write);
  form.addEventListener("submit", () => {
    leaves = true;
    drop();
  });
  document.querySelectorAll<HTMLFormElement>("form.lang").forEach((language) =>
    language.addEventListener("submit", () => {
      leaves = keep(unsaved(form)); // where nothing can be kept, leaving asks
    }),
  );
  addEventListener("beforeunload", (event) => {
    if (!leaves && unsaved(form).length) event.preventDefault();
  });
  addEventListener("pageshow", () => (leaves = false));
}

/* Every cell that says something else than what is stored. */
function unsaved(form: HTMLFormElement): Kept {
  return [...cellsOf(form)].flatMap(([mark, fields]) =>
    fields.filter(isUnsaved).map((field): Kept[number] => [mark, field.name, field.value]),
  );
}

function isUnsaved(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return ![...field.selectedOptions].every((one) => one.defaultSelected);
  return field.value !== field.defaultValue || "typed" in field.dataset;
}

/* A row is known by its hidden field. */
function cellsOf(form: HTMLFormElement): Map<string, Field[]> {
  const rows = fieldsByRow(form).map((fields): [string, Field[]] => [
    fields[0]?.closest("tr")?.querySelector<HTMLInputElement>('input[name="row"]')?.value ?? "",
    fields,
  ]);
  return new Map(rows.filter(([mark]) => mark));
}

/* Offers what an earlier page kept, where its rows are still there. */
function offer(form: HTMLFormElement, write: Write): void {
  const button = form.querySelector<HTMLButtonElement>("[data-grid-back]");
  const rows = cellsOf(form);
  const found = kept()
    .map(([mark, name, value]): [Field | undefined, string] => [
      rows.get(mark)?.find((field) => field.name === name),
      value,
    ])
    .filter(([field, value]) => field && field.value !== value);
  if (!button || !found.length) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    write(found);
    drop();
    button.hidden = true;
    found[0]?.[0]?.focus();
  });
}

function keep(cells: Kept): boolean {
  try {
    if (cells.length) sessionStorage.setItem(PLACE, JSON.stringify(cells));
    return true;
  } catch {
    return false; // storage is full or switched off
  }
}

function kept(): Kept {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "[]") as Kept;
  } catch {
    return [];
  }
}

function drop(): void {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // then nothing was kept either
  }
}
