/** A cell of a CSV: text, a number, or nothing. */
export type Cell = string | number | null

/** A row of a CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(written).join(',')}\r\n`

/** Spreadsheets run what begins like this, whoever has written it. */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/

function written(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
