import type { SourcePosition } from '../archives/archive.ts'

/** Where reading of a channel's history goes on. */
export interface HistoryPosition {
  /** The platform's own; undefined at the beginning, null once the history was read to its end. */
  cursor?: string | null
  /** How many messages of the page there are stored already. */
  stored?: number
}

/** Where reading of a part goes on: in an archive, or a platform's history. */
export type PartPosition = SourcePosition | HistoryPosition

export const archiveBeginning: SourcePosition = { file: 0, entry: 0 }
export const historyBeginning: HistoryPosition = {}
