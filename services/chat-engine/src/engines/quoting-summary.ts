/** What was said most somewhere. */
export interface ChannelSummary {
  /** The channel or conversation, in words. */
  in: string
  /** How many messages it covers: the newest. */
  messages: number
  /** Whether older ones that were asked for are left out. */
  has_more: boolean
  /** In the order in which they were said. */
  quotes: readonly { id: string; by: string; text: string }[]
}

/** The quotes of a summary, each on a line with its author and source. */
export function composeSummary({ in: where, messages, has_more: hasMore, quotes }: ChannelSummary): string {
  if (quotes.length === 0) return `There is nothing to summarize in ${where}.`
  const covered = messages === 1 ? 'message' : `${messages} messages`
  const lines = quotes.map(({ id, by, text }) => `“${text}” (${by}, ${id})`)
  return [`Of the ${hasMore ? 'newest ' : ''}${covered} in ${where}:`, ...lines].join('\n')
}

/** How far a summary covers what was asked for, from 0 to 1. */
export const confidenceInSummary = ({ quotes, has_more: hasMore }: ChannelSummary): number =>
  quotes.length === 0 ? 0 : hasMore ? 0.5 : 1
