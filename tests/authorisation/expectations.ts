import { tables } from './cases.ts'
import { type Persona, personas } from './world.ts'

/** One row of the table: a status for each kind of caller. */
export interface Row {
  endpoint: string
  about: string
  /** `visible` marks a 404 about something that the caller may see: it need not look like a missing thing. */
  expected: Map<Persona | 'key', { status: number; visible: boolean }>
}

/** Reads the tables of all areas. */
export const readExpectations = (): Row[] => tables.flatMap(readTable)

function readTable(text: string): Row[] {
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const table = text.split('\n').filter((line) => line.startsWith('|'))
  const header = cells(table[0]!)
  const columns = [...personas, 'key'] as const
  if (header.slice(2).join() !== columns.join()) throw new Error(`The columns must be ${columns.join(', ')}.`)
  return table.slice(2).map((line) => {
    const [endpoint, about, ...statuses] = cells(line)
    const expected = statuses.map((cell, index) => {
      const [, status, mark] = /^(\d{3})(!?)$/.exec(cell) ?? []
      if (!status) throw new Error(`${endpoint}, ${about}: ${cell} is not an expectation.`)
      return [columns[index]!, { status: Number(status), visible: mark === '!' }] as const
    })
    if (expected.length !== columns.length) throw new Error(`${endpoint}, ${about}: a cell is missing.`)
    return { endpoint: endpoint!, about: about!, expected: new Map(expected) }
  })
}
