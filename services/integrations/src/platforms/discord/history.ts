import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import type { HistoryPage, HistoryRequest, RemoteMessage, RemoteReaction } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { threadsInOrder } from '../thread-order.ts'
import { type Call, isRefusal } from './calls.ts'
import { authorOf } from './directory.ts'
import { type Reading, readMessages } from './messages.ts'
import { DiscordMessage, DiscordUser, emojiInPath, emojiText, partsOfId, snowflakeOf } from './payloads.ts'

const maxPage = 100

/** Where a history was left: before which message of the channel, and threads that are still to be read. */
const Cursor = z.object({
  /** Undefined before the first page; null once the channel was read to its end. */
  before: z.string().nullish(),
  threads: z.array(z.string()).max(maxPage),
  /** Within the first of those. */
  beforeReply: z.string().optional(),
})
type Cursor = z.output<typeof Cursor>

/** A page of a channel, newest first, or of a thread that began on the page before. */
export async function fetchHistory(request: HistoryRequest, call: Call, reading: Reading): Promise<HistoryPage> {
  const cursor = parseCursor(request.cursor)
  const [thread, ...threads] = cursor.threads
  if (thread !== undefined) {
    const { messages, next } = await pageOf(thread, cursor.beforeReply, request, call, reading)
    const place = { channelId: request.channelId, threadId: thread }
    const rest = next === null ? { before: cursor.before, threads } : { ...cursor, beforeReply: next }
    return {
      messages: await readMessages(place, messages, reading),
      cursor: cursorOf(rest),
      total: null,
      threads: rest.threads.length,
    }
  }
  const { messages, next } = await pageOf(request.channelId, cursor.before ?? undefined, request, call, reading)
  const place = { channelId: request.channelId, threadId: null }
  const begun = messages.flatMap((message) => message.thread?.id ?? [])
  return {
    messages: await readMessages(place, messages, reading),
    cursor: cursorOf({ before: next, threads: threadsInOrder(begun, request) }),
    total: null,
    threads: begun.length,
  }
}

function parseCursor(text: string | null): Cursor {
  if (text === null) return { threads: [] }
  try {
    return Cursor.parse(JSON.parse(text))
  } catch (cause) {
    throw new PlatformError('rejected', 'This is no cursor of a Discord history.', { cause })
  }
}

const cursorOf = (cursor: Cursor): string | null =>
  cursor.before === null && cursor.threads.length === 0 ? null : JSON.stringify(cursor)

/** Messages of a channel or thread before one, within the time that is asked for, and before which the next page is. */
async function pageOf(
  channelId: string,
  before: string | undefined,
  { since, until, limit }: HistoryRequest,
  call: Call,
  { signal }: Reading,
): Promise<{ messages: DiscordMessage[]; next: string | null }> {
  const end = before ?? (until ? snowflakeOf(new Date(until.getTime() + 1)) : undefined)
  const size = Math.min(limit, maxPage)
  const query = new URLSearchParams({ limit: String(size), ...(end && { before: end }) })
  const all = messagesOf(await call('get', `/channels/${channelId}/messages`, signal, { query }))
  const messages = since ? all.filter(({ timestamp }) => new Date(timestamp) >= since) : all
  const isEnd = all.length < size || messages.length < all.length
  return { messages, next: isEnd ? null : all.at(-1)!.id }
}

/** One that cannot be read does not hide the others. */
export const messagesOf = (given: unknown): DiscordMessage[] =>
  z
    .array(z.unknown())
    .parse(given)
    .flatMap((message) => DiscordMessage.safeParse(message).data ?? [])

/** One message as it is now, with who reacts. */
export async function fetchMessage(
  channelId: string,
  given: string,
  call: Call,
  reading: Reading,
): Promise<RemoteMessage | undefined> {
  const { threadId, id } = partsOfId(given)
  try {
    const path = `/channels/${threadId ?? channelId}/messages/${id}` as const
    const found = messagesOf([await call('get', path, reading.signal)])
    const [message] = await readMessages({ channelId, threadId }, found, reading)
    return message && { ...message, reactions: await reactionsOf(path, found[0]!, call, reading) }
  } catch (error) {
    if (isRefusal(error, 10_008, 10_003)) return undefined
    throw error
  }
}

/** As long is waited for a limit in between: a message with many emoji would never be read whole if each began it anew. */
const longestWaitMs = 5_000

async function patiently<Answer>(signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer> {
  for (;;)
    try {
      return await work()
    } catch (error) {
      const waitMs = error instanceof PlatformError && error.failure === 'rate_limited' ? error.retryAfterMs : undefined
      if (waitMs === undefined || waitMs > longestWaitMs) throw error
      await wait(waitMs, undefined, { signal })
    }
}

/** The first of those who react with each emoji. */
async function reactionsOf(
  path: `/${string}`,
  { reactions }: DiscordMessage,
  call: Call,
  { directory, signal }: Reading,
): Promise<RemoteReaction[]> {
  const self = await directory.self(signal)
  const all: RemoteReaction[] = []
  for (const { emoji } of reactions ?? []) {
    const query = new URLSearchParams({ limit: String(maxPage) })
    const listed = await patiently(signal, () =>
      call('get', `${path}/reactions/${emojiInPath(emoji)}`, signal, { query }),
    )
    const users = z.array(DiscordUser).parse(listed)
    all.push(...users.map((user) => ({ emoji: emojiText(emoji), author: authorOf(user, self) })))
  }
  return all
}
