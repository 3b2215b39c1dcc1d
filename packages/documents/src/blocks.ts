/** Where in its document something stands; `row` counts as the spreadsheet or CSV file does, from 1. */
export interface Location {
  page?: number
  slide?: number
  sheet?: string
  row?: number
  /** Of several rows. */
  lastRow?: number
}

/** Where something stands, in words: `page 3`, `sheet Prices, rows 2 to 9`; empty where nothing says. */
export const locationInWords = ({ page, slide, sheet, row, lastRow }: Location): string =>
  Object.entries({ page, slide, sheet, ...(lastRow === undefined ? { row } : { rows: `${row} to ${lastRow}` }) })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join(', ')

/** A piece of a document, in reading order. Long tables come as several, each with the header. */
export type Block = (
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph' | 'list_item' | 'code'; text: string }
  | { kind: 'table'; header: string[]; rows: string[][] }
) & { location?: Location }

/** How many rows a block of a long table has. */
export const rowsPerBlock = 200

/** A row as a line of text. */
export const lineOf = (cells: readonly string[]): string => cells.map((cell) => cell.replaceAll('\n', ' ')).join(' | ')

/** A block as text: a table's header and rows are lines. */
export function textOfBlock(block: Block): string {
  if (block.kind !== 'table') return block.text
  const lines = block.header.length > 0 ? [block.header, ...block.rows] : block.rows
  return lines.map(lineOf).join('\n')
}

/** All blocks as text, with an empty line between them. */
export const textOf = (blocks: readonly Block[]): string => blocks.map(textOfBlock).join('\n\n')

/**
 * The first row apart from the others, if it reads like their header: a cell for each column, no two alike and none of
 * them a number.
 */
export function splitHeader(rows: readonly string[][]): { header: string[]; rows: string[][] } {
  const [first, ...rest] = rows
  const isHeader =
    first !== undefined &&
    rest.length > 0 &&
    first.length > 1 &&
    first.length >= Math.max(...rest.slice(0, 50).map((row) => row.length)) &&
    new Set(first).size === first.length &&
    first.every((cell) => cell.trim() !== '' && cell.length <= 200 && !/^[\d.,\s%€$£+-]+$/.test(cell))
  return isHeader ? { header: first, rows: rest } : { header: [], rows: [...rows] }
}
