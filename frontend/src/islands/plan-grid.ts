/* The plan grid: a plain table of form fields that feels like a spreadsheet.

   Without this script each cell is a field of the form. With it: arrow keys and Enter move, a block copied
   from a spreadsheet is pasted over the cells from the current one on, Ctrl+Z takes the last change back.
   It decides nothing: the server validates. A cell it refused carries aria-invalid and data-why; the
   sentence of the current (else the first) such cell is shown under the grid.

   Markup: <form data-plan-grid> with table.grid-p, fields in td, and [data-grid-says] under the table;
   optional button[data-grid-undo] and [data-grid-count] (with data-one, data-many and "{n}").
   What was typed and not saved: see unsaved.ts. */
import { parseBlock } from "./tsv";
import { fieldsByRow, type Field } from "./cells";
import { keepUnsaved } from "./unsaved";

interface Change {
  field: Field;
  before: string;
}

class PlanGrid {
  private readonly rows: Field[][];
  private readonly past: Change[][] = [];
  private readonly known = new Map<Field, string>();

  constructor(private readonly form: HTMLFormElement) {
    this.rows = fieldsByRow(form);
    for (const field of this.rows.flat()) this.known.set(field, field.value);
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("change", (event) => this.typed(event));
    form.addEventListener("focusin", () => this.say());
    form.querySelector("[data-grid-undo]")?.addEventListener("click", () => this.undo());
    keepUnsaved(form, (cells) => this.write(cells));
    this.say();
  }

  private key(event: KeyboardEvent): void {
    const field = event.target as Field;
    const place = this.placeOf(field);
    if (!place) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !this.editing(field)) {
      event.preventDefault();
      this.undo();
      return;
    }
    const step = this.step(event, field);
    if (!step) return;
    const next = this.rows[place.row + step.down]?.[place.column + step.right];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next instanceof HTMLInputElement) next.select();
  }

  /* Left and right leave a cell only from the edge of its text; up and down leave a list to its own keys. */
  private step(event: KeyboardEvent, field: Field): { down: number; right: number } | null {
    if (event.altKey || event.ctrlKey || event.metaKey) return null;
    const isList = field instanceof HTMLSelectElement;
    switch (event.key) {
      case "Enter":
        event.preventDefault(); // Enter must not send the whole plan
        return { down: event.shiftKey ? -1 : 1, right: 0 };
      case "ArrowDown":
        return isList ? null : { down: 1, right: 0 };
      case "ArrowUp":
        return isList ? null : { down: -1, right: 0 };
      case "ArrowRight":
        return isList || atEdge(field, "end") ? { down: 0, right: 1 } : null;
      case "ArrowLeft":
        return isList || atEdge(field, "start") ? { down: 0, right: -1 } : null;
      default:
        return null;
    }
  }

  private paste(event: ClipboardEvent): void {
    const place = this.placeOf(event.target as Field);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!place || !/[\t\n\r]/.test(text.replace(/\r?\n$/, ""))) return; // one value: an ordinary paste
    event.preventDefault();
    const cells: [Field | undefined, string][] = parseBlock(text).flatMap((values, down) =>
      values.map((value, right): [Field | undefined, string] => [
        this.rows[place.row + down]?.[place.column + right],
        value,
      ]),
    );
    this.write(cells);
  }

  /* Several cells at once: one step to undo. */
  private write(cells: [Field | undefined, string][]): void {
    const changes: Change[] = [];
    for (const [field, value] of cells)
      if (field && put(field, value)) changes.push({ field, before: this.known.get(field) ?? "" });
    for (const { field } of changes) {
      this.known.set(field, field.value);
      field.closest("td")?.classList.add("pst");
    }
    if (changes.length) this.past.push(changes);
    this.say(changes.length);
  }

  private typed(event: Event): void {
    const field = event.target as Field;
    const before = this.known.get(field);
    if (before === undefined || before === field.value) return;
    this.past.push([{ field, before }]);
    this.known.set(field, field.value);
    clearMark(field);
    this.say();
  }

  private undo(): void {
    const changes = this.past.pop();
    if (!changes) return;
    for (const { field, before } of changes) {
      put(field, before);
      this.known.set(field, field.value);
      field.closest("td")?.classList.remove("pst");
    }
    changes[0]?.field.focus();
    this.say();
  }

  /* While a cell holds unfinished typing, Ctrl+Z belongs to the browser. */
  private editing(field: Field): boolean {
    return this.known.get(field) !== field.value;
  }

  private say(pasted = this.form.querySelectorAll("td.pst").length): void {
    const count = this.form.querySelector<HTMLElement>("[data-grid-count]");
    if (count) {
      const sentence = pasted === 1 ? count.dataset["one"] : count.dataset["many"];
      count.textContent = pasted ? (sentence ?? "").replace("{n}", String(pasted)) : "";
    }
    const undo = this.form.querySelector<HTMLButtonElement>("[data-grid-undo]");
    if (undo) undo.hidden = this.past.length === 0;
    const says = this.form.querySelector<HTMLElement>("[data-grid-says]");
    if (says) says.textContent = this.wrong()?.dataset["why"] ?? "";
  }

  private wrong(): Field | undefined {
    const bad = this.rows.flat().filter((field) => field.getAttribute("aria-invalid") === "true");
    return bad.find((field) => field === document.activeElement) ?? bad[0];
  }

  private placeOf(field: Field): { row: number; column: number } | null {
    const row = this.rows.findIndex((fields) => fields.includes(field));
    const column = this.rows[row]?.indexOf(field) ?? -1;
    return row < 0 || column < 0 ? null : { row, column };
  }
}

/* Writes a value as the field understands it; false where a list has no such entry or nothing changes. */
function put(field: Field, value: string): boolean {
  const wanted = field instanceof HTMLSelectElement ? entry(field, value) : value;
  if (wanted === undefined || wanted === field.value) return false;
  field.value = wanted;
  clearMark(field);
  return true;
}

function entry(list: HTMLSelectElement, text: string): string | undefined {
  const same = (a: string) => a.trim().toLowerCase() === text.trim().toLowerCase();
  return [...list.options].find((option) => same(option.value) || same(option.text))?.value;
}

function clearMark(field: Field): void {
  field.removeAttribute("aria-invalid");
  field.closest("td")?.classList.remove("bad");
}

function atEdge(field: Field, edge: "start" | "end"): boolean {
  if (!(field instanceof HTMLInputElement)) return false;
  if (field.selectionStart === null) return true; // dates and numbers have no caret to ask
  if (field.selectionStart === 0 && field.selectionEnd === field.value.length) return true;
  const place = edge === "start" ? 0 : field.value.length;
  return field.selectionStart === place && field.selectionEnd === place;
}

document.querySelectorAll<HTMLFormElement>("form[data-plan-grid]").forEach((form) => new PlanGrid(form));
