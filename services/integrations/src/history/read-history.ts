import type { AccountKey } from '../connections/remote-channels.ts'
import type { HistoryPosition } from '../imports/part-position.ts'
import type { HistoryRequest, PlatformClient, RemoteMessage } from '../platforms/platform.ts'

/** As many as any platform gives at once; each gives what it does. */
const pageSize = 200
/** What is fetched in one go, of files and of who reacts: it takes its time, and a page may have hundreds. */
const maxFetched = 10

/** Which messages are asked for: since the one time, and before the other. */
export interface Range {
  since: Date | null
  until: Date
}

/** A channel there whose history is read. */
export interface HistoryReading {
  account: AccountKey
  client: PlatformClient
  /** Of the channel, there. */
  remoteId: string
  range: Range
  /** Of these days (UTC) alone. */
  days: ReadonlySet<string> | undefined
  signal: AbortSignal
}

/** What is stored at once of a page. */
export interface HistoryBatch {
  messages: readonly RemoteMessage[]
  /** After it. */
  position: HistoryPosition
  /** The oldest that it has, by which progress is measured; undefined where it has none. */
  oldest: Date | undefined
}

/**
 * Reads a channel's history from a position on, as the platform pages it: the newest first, each thread after what began
 * it.
 *
 * @throws PlatformError
 */
export async function* readHistory(reading: HistoryReading, from: HistoryPosition): AsyncGenerator<HistoryBatch> {
  const { client, remoteId: channelId, range, signal } = reading
  if (!client.fetchHistory) return
  let { cursor, stored = 0 } = from
  while (cursor !== null) {
    const request: HistoryRequest = { ...range, channelId, cursor: cursor ?? null, limit: pageSize }
    const page: Awaited<ReturnType<typeof client.fetchHistory>> = await client.fetchHistory(request, signal)
    const wanted = page.messages.filter((message) => isWanted(message, reading))
    const oldest = oldestOf(page.messages)
    do {
      const messages = firstOf(wanted.slice(stored))
      stored += messages.length
      const rest = { ...(cursor !== undefined && { cursor }), stored }
      yield { messages, oldest, position: stored < wanted.length ? rest : { cursor: page.cursor } }
    } while (stored < wanted.length)
    cursor = page.cursor
    stored = 0
  }
}

const isWanted = ({ at }: RemoteMessage, { range: { since, until }, days }: HistoryReading): boolean =>
  (since === null || at >= since) && at < until && (days === undefined || days.has(at.toISOString().slice(0, 10)))

function oldestOf(messages: readonly RemoteMessage[]): Date | undefined {
  const times = messages.map(({ at }) => at.getTime())
  return times.length === 0 ? undefined : new Date(Math.min(...times))
}

/** As many as take so many calls together; one at least. */
function firstOf(messages: readonly RemoteMessage[]): readonly RemoteMessage[] {
  let fetched = 0
  const end = messages.findIndex(({ files, reactionCounts }, index) => {
    fetched += files.length + (reactionCounts?.size ?? 0)
    return index > 0 && fetched > maxFetched
  })
  return end === -1 ? messages : messages.slice(0, end)
}
