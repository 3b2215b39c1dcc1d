import Papa from 'papaparse'
import { type Block, rowsPerBlock, splitHeader } from '../blocks.ts'
import { decodeText } from '../decode-text.ts'
import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'

/** CSV, whatever separates its columns. Its first row is the header, if it reads like one. */
export function* readCsv(bytes: Buffer): Generator<Block> {
  const text = decodeText(bytes)
  refuseEndlessLine(text)
  const numbered = parse(text)
  const { header } = splitHeader(numbered.slice(0, 100).map(({ cells }) => cells))
  const rows = header.length > 0 ? numbered.slice(1) : numbered
  for (let at = 0; at < rows.length; at += rowsPerBlock) {
    const some = rows.slice(at, at + rowsPerBlock)
    yield { kind: 'table', header, rows: some.map(({ cells }) => cells), location: { row: some[0]!.number } }
  }
}

/** Such a line is no table: a million columns, or a file that is something else. */
function refuseEndlessLine(text: string): void {
  for (const [line] of text.matchAll(/[^\r\n]+/g))
    if (line.length > limits.maxLineChars)
      throw new DocumentError('too_complex', `A line has more than ${limits.maxLineChars} characters.`)
}

/** The one that its first line has most of; prices and dates of the other lines have commas and points as well. */
function delimiterOf(text: string): string {
  const line = /[^\r\n]+/.exec(text)?.[0].replaceAll(/"[^"]*"/g, '') ?? ''
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter
}

function parse(text: string): { number: number; cells: string[] }[] {
  const rows: { number: number; cells: string[] }[] = []
  let number = 0
  let chars = 0
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step({ data: cells }, parser) {
      number += 1
      if (cells.length > limits.maxColumns)
        throw new DocumentError('too_complex', `Row ${number} has more than ${limits.maxColumns} columns.`)
      if (cells.some((cell) => cell.length > limits.maxCellChars))
        throw new DocumentError(
          'too_complex',
          `A cell in row ${number} has more than ${limits.maxCellChars} characters.`,
        )
      if (cells.every((cell) => cell.trim() === '')) return
      rows.push({ number, cells })
      for (const cell of cells) chars += cell.length
      if (chars > limits.maxChars) parser.abort()
    },
  })
  return rows
}
