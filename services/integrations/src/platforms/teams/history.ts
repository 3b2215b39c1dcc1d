import * as z from 'zod'
import type { HistoryPage, HistoryRequest, RemoteMessage } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import { type Reading, readMessage } from './messages.ts'
import { Page, partsOfId, TeamsMessage } from './payloads.ts'

/** More is refused. */
const maxPage = 50

/** Where messages of a channel are. */
export const messagesPath = (teamId: string, channelId: string): string =>
  `teams/${encodeURIComponent(teamId)}/channels/${encodeURIComponent(channelId)}/messages`

const Thread = z.looseObject({ replies: z.array(z.unknown()).nullish() })

/** A page of threads, those in which something was written last first: each with all of its replies. */
export async function fetchHistory(
  { channelId, cursor, since, until, limit }: HistoryRequest,
  teamId: string,
  graph: Call,
  reading: Reading,
): Promise<HistoryPage> {
  const first = `${messagesPath(teamId, channelId)}?$top=${Math.min(limit, maxPage)}&$expand=replies`
  const page = Page.parse(await graph('GET', cursor ?? first, reading.signal, { missing: 'channel_gone' }))
  const found = messagesOf(page.value)
  const isAsked = ({ createdDateTime }: TeamsMessage) =>
    !(since && new Date(createdDateTime) < since) && !(until && new Date(createdDateTime) > until)
  const messages: RemoteMessage[] = []
  for (const message of found.filter(isAsked)) {
    const read = await readMessage(channelId, message, reading)
    if (read) messages.push(read)
  }
  const isOlder = since !== null && found.every(({ createdDateTime }) => new Date(createdDateTime) < since)
  return { messages, cursor: isOlder ? null : (page['@odata.nextLink'] ?? null), total: null }
}

/** Roots and their replies. One that cannot be read does not hide the others. */
export const messagesOf = (threads: readonly unknown[]): TeamsMessage[] =>
  threads.flatMap((given) => {
    const replies = Thread.safeParse(given).data?.replies ?? []
    return [given, ...replies].flatMap((message) => TeamsMessage.safeParse(message).data ?? [])
  })

/** One message as it is now. */
export async function fetchMessage(
  channelId: string,
  given: string,
  teamId: string,
  graph: Call,
  reading: Reading,
): Promise<RemoteMessage | undefined> {
  const { rootId, id } = partsOfId(given)
  const messages = messagesPath(teamId, channelId)
  const path = rootId === null ? `${messages}/${id}` : `${messages}/${rootId}/replies/${id}`
  try {
    const [found] = messagesOf([await graph('GET', path, reading.signal)])
    return found && (await readMessage(channelId, found, reading))
  } catch (error) {
    if (error instanceof PlatformError && error.failure === 'not_found') return undefined
    throw error
  }
}
