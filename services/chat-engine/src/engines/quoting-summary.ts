import { ChannelSummary, channelSummaryName } from '../tools/channel-summary.ts'
import type { Part } from './engine.ts'

/** The summary among the results of tools; undefined where there is none, or it has failed. */
export function summaryIn(results: readonly (Part & { type: 'tool_result' })[]): ChannelSummary | undefined {
  const result = results.find(({ source, failed }) => source === channelSummaryName && !failed)
  return result && ChannelSummary.parse(JSON.parse(result.text))
}

/** The quotes of a summary in the order in which they were said, each on a line with its author and source. */
export function composeSummary({ in: where, messages, has_more: hasMore, quotes }: ChannelSummary): string {
  if (quotes.length === 0) return `There is nothing to summarize in ${where}.`
  const covered = messages === 1 ? 'message' : `${messages} messages`
  const lines = quotes.map(({ id, by, text }) => `“${text}” (${by}, ${id})`)
  return [`Of the ${hasMore ? 'newest ' : ''}${covered} in ${where}:`, ...lines].join('\n')
}

/** How far a summary covers what was asked for, from 0 to 1. */
export const confidenceInSummary = ({ quotes, has_more: hasMore }: ChannelSummary): number =>
  quotes.length === 0 ? 0 : hasMore ? 0.5 : 1
