import type { Quotable } from './quoting.ts'
import type { ChannelSummary } from './quoting-summary.ts'

/** What a tool has found, to be quoted from: its text is for models, and may be cut. Is stored with a run that waits. */
export interface Findings {
  /** What a search has found, best first. */
  sources?: readonly Quotable[]
  summary?: ChannelSummary
}
