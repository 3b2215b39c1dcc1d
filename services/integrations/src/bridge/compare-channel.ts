import { isMessage } from '@parley/contracts/messages/message'
import { transaction } from '@parley/kit/outbox'
import type { ComparedChannel } from '../connections/compared-channels.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import { findConsents, isKeptOut } from '../consent/store.ts'
import { commandOf, isWithdrawn } from '../consent/words.ts'
import type { Context } from '../context.ts'
import type { PlatformClient, RemoteMessage } from '../platforms/platform.ts'
import { confirmLinks, findUnlisted, removeLinksOf } from './confirmations.ts'
import { storeEvents } from './incoming-events.ts'
import { changeLink, findLinksOf, findLinksThere, type Link } from './links.ts'
import { readChanges, sendAgainFrom } from './outgoing-channels.ts'
import { backFillOf, goneOf, reactionsOf } from './own-events.ts'
import { beginAgain } from './sends.ts'

/** The newest messages of a channel that are looked at. */
const newest = 50
/** Pages of their threads that a comparison reads; the next one reads others. */
const maxThreads = 5

interface Comparing {
  ctx: Context
  connection: ConnectionRow
  account: AccountKey
  client: PlatformClient
  /** What was written before should have arrived. */
  arrived: Date
  signal: AbortSignal
}

/**
 * Compares the newest messages of a channel: what is missing here is asked for, what is missing there is sent again, and
 * what was deleted there is deleted here.
 *
 * @returns how many were missing on either side
 * @throws PlatformError
 */
export async function compareChannel(comparing: Comparing, channel: ComparedChannel): Promise<number> {
  const { ctx, connection, account } = comparing
  const { messages, since } = await readNewest(comparing, channel)
  const ids = messages.map(({ id }) => id)
  const links = await findLinksThere(ctx.db, account, channel.remoteId, ids)
  await confirmLinks(ctx.db, account, channel.remoteId, ids, 'list')
  const comesIn = connection.ingestMessages && channel.direction !== 'out'
  const lostHere = comesIn ? await askForLost(comparing, channel, messages, links) : 0
  if (comesIn) await askForReactions(comparing, channel, messages, links)
  const goesOut = channel.direction !== 'in'
  const came = [...(comesIn ? (['in'] as const) : []), ...(goesOut ? (['out'] as const) : [])]
  const lostThere = await lookForUnlisted(comparing, channel, { since, ids, came })
  if (lostThere.length > 0) await sendAgain(comparing, channel, lostThere)
  const unsent = goesOut ? await countUnsent(comparing, channel) : 0
  return lostHere + new Set(lostThere.map(({ messageId }) => messageId)).size + unsent
}

/** The newest messages there, and since when they are all there are. */
async function readNewest(
  { ctx, client, arrived, signal }: Comparing,
  { remoteId, expectedSince }: ComparedChannel,
): Promise<{ messages: RemoteMessage[]; since: Date }> {
  const since = new Date(expectedSince)
  const turn = Math.floor(Date.now() / ctx.config.COMPARE_EVERY_MS)
  const request = { channelId: remoteId, since, until: null, limit: newest, firstThread: turn * maxThreads }
  let page = await client.fetchHistory!({ ...request, cursor: null }, signal)
  const messages = [...page.messages]
  const oldest = new Date(Math.min(arrived.getTime(), ...messages.map(({ at }) => at.getTime())))
  for (let read = 0; page.threads && read < maxThreads; read++) {
    page = await client.fetchHistory!({ ...request, cursor: page.cursor }, signal)
    messages.push(...page.messages)
  }
  return { messages, since: page.cursor === null ? since : oldest }
}

/** Has what is not here, or not as it is there, asked for. @returns how many are not here */
async function askForLost(
  { ctx, connection, account, arrived }: Comparing,
  { remoteId }: ComparedChannel,
  messages: readonly RemoteMessage[],
  links: ReadonlyMap<string, Link>,
): Promise<number> {
  const expected = messages.filter((message) => isOfOthers(message) && message.at < arrived)
  const consents = await findConsents(
    ctx.db,
    account,
    expected.map(({ author }) => author.id),
  )
  const lost = expected.filter(({ id, author, at }) => !links.has(id) && !isKeptOut(consents.get(author.id), at))
  const edited = expected.filter((message) => isEditedSince(message, links.get(message.id)))
  const found = [...lost, ...edited]
  if (found.length === 0) return 0
  const times = new Map(messages.map(({ id, at }) => [id, at.getTime()]))
  // Some platforms list a reply with its thread's root alone.
  const rootOf = ({ at, threadId }: RemoteMessage) =>
    (threadId === null ? undefined : times.get(threadId)) ?? at.getTime()
  const oldest = Math.min(...found.flatMap((message) => [message.at.getTime(), rootOf(message)]))
  await storeEvents(ctx.db, connection, [backFillOf(remoteId, new Date(oldest - 1))])
  return lost.length
}

const isOfOthers = (message: RemoteMessage): boolean => {
  const { author, key, text, files } = message
  const isToComeIn = !author.isSelf && key === null && !commandOf(text) && !isWithdrawn(message)
  return isToComeIn && (text.trim() !== '' || files.length > 0)
}

const isEditedSince = ({ editedAt }: RemoteMessage, link: Link | undefined): boolean =>
  link?.came === 'in' && !link.isGone && editedAt !== null && (link.editedAt ?? '') < editedAt.toISOString()

/** Has messages asked for to which people react otherwise than is known here. */
async function askForReactions(
  { ctx, connection }: Comparing,
  { remoteId }: ComparedChannel,
  messages: readonly RemoteMessage[],
  links: ReadonlyMap<string, Link>,
): Promise<void> {
  const changed = messages.filter((message) => {
    const link = links.get(message.id)
    return link?.messageId && !link.isGone && !isSameCount(countsOf(message), countBy(link.reactions))
  })
  await storeEvents(
    ctx.db,
    connection,
    changed.map((message) => reactionsOf(remoteId, message)),
  )
}

/** Of more people who react alike, platforms do not list all. */
const maxCounted = 50

const countBy = (reactions: readonly { emoji: string }[]): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, all]) => [emoji, all.length]))

const countsOf = ({ reactions, reactionCounts }: RemoteMessage): ReadonlyMap<string, number> =>
  reactionCounts ?? countBy(reactions.filter(({ author }) => !author.isSelf))

const isSameCount = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean =>
  [...new Set([...one.keys(), ...other.keys()])].every(
    (emoji) => Math.min(one.get(emoji) ?? 0, maxCounted) === Math.min(other.get(emoji) ?? 0, maxCounted),
  )

/**
 * Asks for what should be among the newest messages and is not. What was there once was deleted there, and is removed here
 * as by an event.
 *
 * @returns those that have never been there
 */
async function lookForUnlisted(
  { ctx, connection, account, client, arrived, signal }: Comparing,
  { remoteId }: ComparedChannel,
  listed: { since: Date; ids: readonly string[]; came: readonly Link['came'][] },
): Promise<Link[]> {
  if (!client.fetchMessage || listed.came.length === 0) return []
  const lost: Link[] = []
  const there: string[] = []
  for (const link of await findUnlisted(ctx.db, account, remoteId, { ...listed, until: arrived })) {
    if (await client.fetchMessage(remoteId, link.remoteId, link.remoteThreadId, signal)) there.push(link.remoteId)
    else if (link.came === 'in') await storeEvents(ctx.db, connection, [goneOf(remoteId, link.remoteId)])
    else if (link.confirmedBy === null) lost.push(link)
    else await changeLink(ctx.db, account, link, { isGone: true })
  }
  await confirmLinks(ctx.db, account, remoteId, there, 'question')
  return lost
}

/** Has messages sent once more, as if their answers were lost: what is there of them after all is found. */
async function sendAgain({ ctx, account }: Comparing, { remoteId, id }: ComparedChannel, lost: readonly Link[]) {
  const numbered = lost.filter(({ seq }) => seq !== null)
  if (numbered.length === 0) return
  const messageIds = [...new Set(numbered.map(({ messageId }) => messageId!))]
  await transaction(ctx.db, async (tx) => {
    if (!(await sendAgainFrom(tx, account.workspaceId, id, Math.min(...numbered.map(({ seq }) => seq!))))) return
    await beginAgain(tx, account, messageIds)
    await removeLinksOf(tx, account, remoteId, messageIds)
  })
}

/** Messages that should have gone out by now and have not. */
async function countUnsent({ ctx, account, arrived }: Comparing, channel: ComparedChannel): Promise<number> {
  const { events } = await readChanges(ctx.db, { workspaceId: account.workspaceId, ...channel }, newest)
  const late = events.flatMap(({ type, data }) =>
    type === 'message.created' && isMessage(data) && new Date(data.created_at) < arrived ? data.id : [],
  )
  const links = await findLinksOf(ctx.db, account, late)
  return late.filter((id) => !links.has(id)).length
}
