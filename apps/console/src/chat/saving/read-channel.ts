import type { Message, Parley } from '@parley/client/index'

/** Messages that one file has at most: the newest. */
export const maxSaved = 20_000
const atOnce = 100

export interface ReadOptions {
  /** How much of it is there, from 0 to 1. */
  onProgress: (part: number) => void
  signal: AbortSignal
}

/** A channel’s messages, replies included, in the order in which they were written, and whether older ones are left out. */
export async function readChannel(parley: Parley, channelId: string, { onProgress, signal }: ReadOptions) {
  const page = (after_seq?: number) =>
    parley.messages.list({ channel_id: channelId, limit: after_seq === undefined ? 1 : atOnce, after_seq }, { signal })
  const { seq: newest } = (await page()).meta
  const first = Math.max(0, newest - maxSaved)
  const messages: Message[] = []
  for (let seq = first, hasMore = newest > 0; hasMore; ) {
    const { data, meta } = await page(seq)
    messages.push(...data.filter((each) => 'content' in each))
    seq = data.at(-1)?.seq ?? newest
    hasMore = meta.has_more && seq < newest
    onProgress((seq - first) / (newest - first))
  }
  // What was imported has later numbers and earlier times.
  messages.sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at))
  return { messages, isCut: first > 0 }
}
