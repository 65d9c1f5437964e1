/* The fields of a plan grid, in the order in which they are seen. */

export type Field = HTMLInputElement | HTMLSelectElement;

export function fieldsByRow(form: HTMLFormElement): Field[][] {
  const rows = [...form.querySelectorAll<HTMLTableRowElement>(".grid-p tbody tr")];
  return rows.map((row) => [...row.querySelectorAll<Field>('td > :is(input:not([type="hidden"]), select)')]);
}
