import { controlRow, shareOfCores, warningOf } from './control.ts'
import { keep, machine, type Row, tableOf } from './report.ts'

/**
 * Measures, between two looks at whether the machine is quiet, and prints the table.
 *
 * @param keeps whether it is kept as JSON, too
 */
export async function printMeasured(measure: () => Promise<Row[]>, keeps: boolean): Promise<void> {
  const startedAt = Date.now()
  const before = await shareOfCores()
  const measured = await measure()
  const control = controlRow(before, await shareOfCores())
  const rows = [control, ...measured]
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  console.log(`\n${tableOf(rows)}\n`)
  const warning = warningOf(control)
  if (warning) console.log(`${warning}\n`)
  if (keeps) console.log(`Kept in ${keep({ at: new Date().toISOString(), machine: machine(), seconds, rows })}.`)
}
