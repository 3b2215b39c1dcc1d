import { type Block, rowsPerBlock, splitHeader } from '../blocks.ts'
import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'
import { corePropertiesOf, mainPart, relationshipsOf } from '../office.ts'
import type { Facts } from '../reader.ts'
import { parseXml, readXml } from '../xml.ts'
import { openPackage, type ZipPackage } from '../zip-package.ts'
import { dateFormats, dateOf } from './xlsx-dates.ts'

interface Workbook {
  sheets: { name: string; part: string }[]
  strings: string[]
  /** Which cell styles show a number as a date or a time. */
  isDate: boolean[]
  isFrom1904: boolean
}

/** A row with its cells by their column, both from 1. */
interface Row {
  number: number
  cells: Map<number, string>
}

/**
 * A workbook, sheet by sheet: what its cells show, as far as the file says (a formula's last result, dates in ISO
 * form). Empty rows end a table. Only cells that have something are kept, however far apart they are; hidden sheets
 * are left out.
 */
export async function* readXlsx(bytes: Buffer, facts: Facts): AsyncGenerator<Block> {
  const zip = await openPackage(bytes)
  const { title, ...properties } = await corePropertiesOf(zip)
  if (title) facts.title = title
  const workbook = await readWorkbook(zip)
  Object.assign(facts.metadata, properties, { sheets: workbook.sheets.length })
  for (const { name, part } of workbook.sheets) {
    yield { kind: 'heading', level: 1, text: name, location: { sheet: name } }
    yield* tablesOf(name, rowsOf(zip, part, workbook))
  }
}

async function readWorkbook(zip: ZipPackage): Promise<Workbook> {
  const main = await mainPart(zip, 'xl/workbook.xml')
  const parts = await relationshipsOf(zip, main)
  const partOf = (type: string) => [...parts.values()].find((each) => each.type === type)?.part ?? ''
  const sheets: Workbook['sheets'] = []
  let isFrom1904 = false
  await readXml(zip.read(main), {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet' || /hidden/i.test(attributes.state ?? '')) return
      const sheet = parts.get(attributes['r:id'] ?? '')
      if (sheet?.type !== 'worksheet') return
      if (sheets.length === limits.maxSheets)
        throw new DocumentError('too_complex', `The workbook has more than ${limits.maxSheets} sheets.`)
      sheets.push({ name: attributes.name ?? '', part: sheet.part })
    },
  })
  return {
    sheets,
    isFrom1904,
    strings: await readStrings(zip, partOf('sharedStrings')),
    isDate: await dateFormats(zip.read(partOf('styles'))),
  }
}

async function readStrings(zip: ZipPackage, part: string): Promise<string[]> {
  const strings: string[] = []
  let chars = 0
  let text = ''
  let isText = false
  let isPhonetic = false
  await readXml(zip.read(part), {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') isPhonetic = true
      else isText = name === 't' && !isPhonetic
    },
    text(found) {
      if (!isText) return
      text += found
      chars += found.length
      if (chars > limits.maxSharedChars)
        throw new DocumentError('too_large', 'The workbook has more text than is read.')
    },
    close(name) {
      if (name === 'si') strings.push(text)
      else if (name === 'rPh') isPhonetic = false
      isText = false
    },
  })
  return strings
}

/** The rows that have something, in order. */
async function* rowsOf(zip: ZipPackage, part: string, workbook: Workbook): AsyncGenerator<Row> {
  let rows: Row[] = []
  let row: Row = { number: 0, cells: new Map() }
  let column = 0
  let type = ''
  let style = 0
  let value = ''
  let isValue = false

  function endCell(): void {
    const text = shown(value, type, style, workbook)
    if (text === '') return
    if (text.length > limits.maxCellChars)
      throw new DocumentError('too_complex', `A cell has more than ${limits.maxCellChars} characters.`)
    row.cells.set(column, text)
  }

  const parsing = parseXml(zip.read(part), {
    open(name, { r, t, s }) {
      if (name === 'row') {
        row = { number: r ? rowOf(r) : row.number + 1, cells: new Map() }
        column = 0
      } else if (name === 'c') {
        column = r ? columnOf(r) : column + 1
        type = t ?? 'n'
        style = Number(s ?? 0)
        value = ''
      } else isValue = name === 'v' || name === 't'
    },
    text(found) {
      if (isValue) value += found
    },
    close(name) {
      isValue = false
      if (name === 'c') endCell()
      else if (name === 'row' && row.cells.size > 0) rows.push(row)
    },
  })
  for await (const _ of parsing) {
    yield* rows
    rows = []
  }
}

/** A reference's column, from 1: 28 of `AB7`. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  if (column < 1 || column > 16_384) throw new DocumentError('damaged', 'A cell of the workbook is nowhere.')
  return column
}

function rowOf(reference: string): number {
  const row = Number(reference)
  if (!Number.isInteger(row) || row < 1 || row > 1_048_576)
    throw new DocumentError('damaged', 'A row of the workbook is nowhere.')
  return row
}

function shown(value: string, type: string, style: number, { strings, isDate, isFrom1904 }: Workbook): string {
  if (value === '' || type === 'e') return ''
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'n' && isDate[style]) return dateOf(Number(value), isFrom1904) ?? value
  // 0.1 + 0.2 is stored as 0.30000000000000004, and shown with the 15 digits that are exact.
  return type === 'n' && value.length > 15 ? String(Number(Number(value).toPrecision(15))) : value
}

/** Rows that follow one another are a table; one cell by itself is a paragraph. */
async function* tablesOf(sheet: string, rows: AsyncIterable<Row>): AsyncGenerator<Block> {
  let table: Table | undefined
  let some: Row[] = []

  function* flush(): Generator<Block> {
    const [first] = some
    if (!first) return
    const isCell = !table && some.length === 1 && first.cells.size === 1
    if (isCell) yield { kind: 'paragraph', text: [...first.cells.values()][0]!, location: { sheet, row: first.number } }
    else {
      const isBegun = table !== undefined
      table ??= { columns: [], header: [] }
      const cells = arrange(some, table)
      const { header, rows } = isBegun ? { header: table.header, rows: cells } : splitHeader(cells)
      table.header = header
      const row = first.number + (cells.length - rows.length)
      yield { kind: 'table', header, rows, location: { sheet, row } }
    }
    some = []
  }

  let last = 0
  for await (const row of rows) {
    if (row.number !== last + 1) {
      yield* flush()
      table = undefined
    }
    last = row.number
    some.push(row)
    if (some.length === rowsPerBlock) yield* flush()
  }
  yield* flush()
}

interface Table {
  columns: number[]
  header: string[]
}

/** Rows with a cell for each column that the table has by now; a column that only later rows use comes last. */
function arrange(rows: readonly Row[], table: Table): string[][] {
  const known = new Set(table.columns)
  const added = new Set(rows.flatMap((row) => [...row.cells.keys()].filter((column) => !known.has(column))))
  const columns = [...table.columns, ...[...added].sort((a, b) => a - b)]
  if (columns.length > limits.maxColumns)
    throw new DocumentError('too_complex', `A table has more than ${limits.maxColumns} columns.`)
  if (table.header.length > 0) table.header = columns.map((_, index) => table.header[index] ?? '')
  table.columns = columns
  return rows.map((row) => columns.map((column) => row.cells.get(column) ?? ''))
}
