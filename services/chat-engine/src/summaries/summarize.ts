import type { Summary } from '@parley/contracts/summaries/summarize'
import type { Asker } from '../engines/ask.ts'
import type { Passage } from './passage.ts'
import { quoteSummary, writeSummary } from './write-summary.ts'

const nothing: Summary = {
  summary: 'There are no messages to summarize.',
  messageCount: 0,
  timeRange: null,
  hasMore: false,
  evidence: [],
  model: null,
}

/**
 * Summarizes what was read; nothing is asked where nothing was said.
 *
 * @param asker null where sentences are to be quoted instead
 * @throws ServiceError, EngineError as `writeSummary` does
 */
export async function summarize(
  asker: Asker | null,
  { messages, hasMore }: Passage,
  signal: AbortSignal,
): Promise<Summary> {
  const [first, last] = [messages[0], messages.at(-1)]
  if (!first || !last) return nothing
  const { text, evidence } = asker ? await writeSummary(asker, messages, signal) : quoteSummary(messages)
  return {
    summary: text,
    messageCount: messages.length,
    timeRange: { from: first.created_at, to: last.created_at },
    hasMore,
    evidence,
    model: asker ? asker.model : 'local',
  }
}
