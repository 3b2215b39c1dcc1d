import type { TranscriptMessage } from '@parley/contracts/messages/transcript'
import { readTranscript } from '@parley/contracts/messages/transcript'
import { maxSummarizedLength } from '@parley/contracts/summaries/summarize'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { ServiceCallOptions, ServiceClient } from '@parley/kit/service-client'

/** Which messages of a channel or thread are summarized: the newest. */
export interface PassageRequest {
  channelId: string
  threadId: string | null
  /** The id of the message behind which it begins, or the time from which on; null for neither. */
  since: string | null
  /** How many messages are asked for; null where nobody says, and `most` are covered. */
  count: number | null
  most: number
  /** Whether the channel's readers are shown what is made of them, people of its platforms too; else the person alone. */
  forAnswer: boolean
}

export interface Passage {
  /** Oldest first. */
  messages: TranscriptMessage[]
  /** Whether older messages that were asked for are not among them. */
  hasMore: boolean
}

const maxPage = 500
const isTime = (since: string): boolean => since.includes('T')

/**
 * Reads the messages that a summary covers, as the person who asks may read them.
 *
 * @throws ServiceError 404 where they cannot read the channel, or it has no such thread; 400 naming `since` where that is
 *   no message of it
 */
export async function readPassage(
  messaging: ServiceClient<'messaging'>,
  { channelId, threadId, since, count, most, forAnswer }: PassageRequest,
  acting: ServiceCallOptions,
): Promise<Passage> {
  const place = { channel_id: channelId, thread_id: threadId, for_answer: forAnswer }
  const wanted = count ?? most
  const from = since === null || isTime(since) ? since : await timeBehind(since)
  if (from === undefined) return { messages: [], hasMore: false }

  let messages: TranscriptMessage[] = []
  let hasMore = true
  while (hasMore && messages.length < wanted) {
    const limit = Math.min(maxPage, wanted - messages.length)
    const page = await messaging.call(
      readTranscript,
      { ...place, before: messages[0]?.id ?? null, since: from, limit },
      acting,
    )
    messages = [...page.messages, ...messages]
    hasMore = page.has_more
    if (page.messages.length === 0) break
  }
  // Of the messages written in the same millisecond, those before it are none of these.
  const known = messages.findIndex(({ id }) => id === since)
  const behind = messages.slice(known + 1)
  const fitting = newestWithin(behind, maxSummarizedLength)
  return { messages: fitting, hasMore: fitting.length < behind.length || (hasMore && behind.length !== count) }

  /** When the first message behind this one was written. */
  async function timeBehind(id: string): Promise<string | undefined> {
    try {
      const { messages } = await messaging.call(readTranscript, { ...place, after: id, limit: 1 }, acting)
      return messages[0]?.created_at
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'invalid_input')
        throw invalid('since', 'Must be a message of this channel.')
      throw error
    }
  }
}

/** The newest messages that have as many characters together, one at least. */
function newestWithin(messages: readonly TranscriptMessage[], maxLength: number): TranscriptMessage[] {
  let length = 0
  const first = messages.findLastIndex(({ content }) => {
    length += content.length
    return length > maxLength
  })
  return messages.slice(Math.min(first + 1, Math.max(messages.length - 1, 0)))
}
