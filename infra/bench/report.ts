import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** One line of the table: ours against a baseline (`floor` in results and code), measured in the same run. */
export interface Row {
  name: string
  unit: string
  ours: number
  floor: number
  /** What the baseline is. */
  against: string
  /** Ours divided by the baseline. */
  ratio: number
  /** Whether a larger ratio is better. */
  better: 'higher' | 'lower'
  /** The design's goal, where there is one. */
  goal?: number
  /** Whatever else was measured, by name. */
  details?: Record<string, number>
}

export interface Report {
  at: string
  machine: { cores: number; memoryGiB: number; node: string; platform: string }
  seconds: number
  rows: Row[]
}

export const machine = (): Report['machine'] => ({
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
})

const shown = (value: number): string =>
  Number.isNaN(value) ? '–' : value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

/** The table as a person reads it. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['row', 'ours', 'baseline', 'unit', 'ratio', 'goal', 'against'],
    ...rows.map(({ name, ours, floor, unit, ratio, goal, better, against }) => [
      name,
      shown(ours),
      shown(floor),
      unit,
      ratio.toFixed(2),
      goal === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${goal}`,
      against,
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const [header, ...rest] = cells.map(line)
  const details = rows.flatMap(({ name, details: more }) =>
    Object.entries(more ?? {}).map(([key, value]) => `  ${name}: ${key} ${shown(value)}`),
  )
  return [header, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest, ...details].join('\n')
}

/** Keeps a report as JSON and answers where. */
export function keep(report: Report, folder = join(import.meta.dirname, 'results')): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${report.at.slice(0, 19).replaceAll(':', '-')}.json`)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  return file
}
