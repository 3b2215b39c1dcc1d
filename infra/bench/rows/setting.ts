import type { Stack } from '@parley/local/supervisor'
import type { Row } from '../report.ts'

/** What a row is measured in: the platform, running, and how long to take. */
export interface Setting {
  stack: Stack
  /** Rounds that count, and seconds that each contender gets in each. */
  rounds: number
  seconds: number
  log: (line: string) => void
}

export type Measure = (setting: Setting) => Promise<Row[]>
