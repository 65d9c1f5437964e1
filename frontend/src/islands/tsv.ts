/* What a spreadsheet puts on the clipboard: tabs between cells, line ends between rows; a cell that holds
   either is in quotes, with quotes inside it doubled. */

export function parseBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
  let at = 0;
  for (;;) {
    cell.lastIndex = at;
    const match = cell.exec(text);
    rows.at(-1)?.push((match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? "").trim());
    at = cell.lastIndex;
    if (at >= text.length) return rows;
    if (text[at] === "\t") at += 1;
    else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at >= text.length) return rows; // the last line end closes the block
      rows.push([]);
    }
  }
}
