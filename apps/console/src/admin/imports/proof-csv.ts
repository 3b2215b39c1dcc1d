import type { Parley } from '@parley/client/index'

const header = ['channel', 'day', 'source_messages', 'source_digest', 'stored_messages', 'stored_digest', 'is_equal']

/** Each day of each channel of an import, on both sides: the whole proof, to be kept or checked by a program. */
export async function proofCsv(parley: Parley, workspaceId: string, importId: string): Promise<string> {
  const of = { id: workspaceId, importId, limit: 100 }
  const names = new Map<number, string>()
  for await (const { number, name } of parley.workspaces.listImportedChannels(of)) names.set(number, name)
  const rows: string[] = [csvRow(header)]
  for await (const { channel, day, source, stored, is_equal } of parley.workspaces.getImportProof(of))
    rows.push(
      csvRow([
        ...[names.get(channel) ?? channel, day, source.messages, source.digest],
        ...[stored?.messages ?? '', stored?.digest ?? '', String(is_equal)],
      ]),
    )
  return rows.join('')
}

/** Spreadsheets run what begins like this, whoever has named a channel so. */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/

/** A row of a CSV (RFC 4180). */
export const csvRow = (cells: readonly (string | number)[]): string => `${cells.map(written).join(',')}\r\n`

function written(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
