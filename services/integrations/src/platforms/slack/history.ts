import * as z from 'zod'
import type { HistoryPage, HistoryRequest, RemoteMessage } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { threadsInOrder } from '../thread-order.ts'
import type { Call } from './calls.ts'
import { isRefusal } from './calls.ts'
import { type Reading, readMessages, tsOf } from './messages.ts'
import { SlackMessage, Ts } from './payloads.ts'

/** Slack recommends no more; apps outside its marketplace are given 15 at a time, whatever they ask for. */
const maxPage = 200

/** Where a history was left: the rest of the channel, and threads of the last page that are still to be read. */
const Cursor = z.object({
  /** Undefined before the first page; null once the channel was read to its end. */
  page: z.string().nullish(),
  threads: z.array(Ts).max(maxPage),
  /** Within the first of those. */
  replies: z.string().optional(),
})
type Cursor = z.output<typeof Cursor>

/**
 * A page of a channel, newest first, or of the replies in a thread that began on the page before. Replies to what was
 * written before `since` are not found: Slack lists threads by their roots alone.
 */
export async function fetchHistory(request: HistoryRequest, call: Call, reading: Reading): Promise<HistoryPage> {
  const cursor = parseCursor(request.cursor)
  return cursor.threads.length > 0
    ? await repliesPage(request, cursor, call, reading)
    : await channelPage(request, cursor, call, reading)
}

function parseCursor(text: string | null): Cursor {
  if (text === null) return { threads: [] }
  try {
    return Cursor.parse(JSON.parse(text))
  } catch (cause) {
    throw new PlatformError('rejected', 'This is no cursor of a Slack history.', { cause })
  }
}

const within = ({ since, until }: HistoryRequest) => ({
  ...(since && { oldest: tsOf(since) }),
  ...(until && { latest: tsOf(until) }),
  inclusive: true,
})

async function channelPage(
  request: HistoryRequest,
  { page }: Cursor,
  call: Call,
  reading: Reading,
): Promise<HistoryPage> {
  const { channelId, limit, since } = request
  const answer = await call(reading.signal, (web) =>
    web.conversations.history({
      ...{ channel: channelId, limit: Math.min(limit, maxPage), cursor: page ?? undefined },
      ...{ ...within(request), include_all_metadata: true },
    }),
  )
  const messages = messagesOf(answer.messages)
  // A reply that is shown in the channel comes with its thread, if that is read.
  const shown = messages.filter(
    ({ ts, thread_ts }) => !thread_ts || thread_ts === ts || (since !== null && thread_ts < tsOf(since)),
  )
  const threads = messages.filter(({ reply_count }) => reply_count).map(({ ts }) => ts)
  const next = answer.response_metadata?.next_cursor || null
  return {
    messages: await readMessages(channelId, shown, reading),
    cursor: cursorOf({ page: next, threads: threadsInOrder(threads, request) }),
    total: null,
    threads: threads.length,
  }
}

async function repliesPage(
  request: HistoryRequest,
  cursor: Cursor,
  call: Call,
  reading: Reading,
): Promise<HistoryPage> {
  const [root = '', ...threads] = cursor.threads
  const { channelId, limit } = request
  const answer = await call(reading.signal, (web) =>
    web.conversations.replies({
      ...{ channel: channelId, ts: root, limit: Math.min(limit, maxPage), cursor: cursor.replies },
      ...{ ...within(request), include_all_metadata: true },
    }),
  ).catch((error) => {
    // It was deleted since the page before.
    if (isRefusal(error, 'thread_not_found')) return undefined
    throw error
  })
  const replies = messagesOf(answer?.messages).filter(({ ts }) => ts !== root)
  const more = answer?.response_metadata?.next_cursor
  const rest = more ? { ...cursor, replies: more } : { page: cursor.page, threads }
  return {
    messages: await readMessages(channelId, replies, reading),
    cursor: cursorOf(rest),
    total: null,
    threads: rest.threads.length,
  }
}

const cursorOf = (cursor: Cursor): string | null =>
  cursor.page === null && cursor.threads.length === 0 ? null : JSON.stringify(cursor)

/** One that cannot be read does not hide the others. */
export const messagesOf = (given: readonly unknown[] | undefined): SlackMessage[] =>
  (given ?? []).flatMap((message) => SlackMessage.safeParse(message).data ?? [])

/** One message as it is now. */
export async function fetchMessage(
  channel: string,
  id: string,
  threadId: string | null,
  call: Call,
  reading: Reading,
): Promise<RemoteMessage | undefined> {
  const one = { channel, latest: id, oldest: id, inclusive: true, include_all_metadata: true }
  const answer = await call(reading.signal, async (web) =>
    threadId === null
      ? await web.conversations.history({ ...one, limit: 1 })
      : await web.conversations.replies({ ...one, ts: threadId, limit: 2 }),
  ).catch((error) => {
    if (isRefusal(error, 'thread_not_found', 'message_not_found')) return undefined
    throw error
  })
  const found = messagesOf(answer?.messages).filter(({ ts }) => ts === id)
  return (await readMessages(channel, found, reading))[0]
}
