import type { ImportedMessage } from '@parley/contracts/messages/writing'
import { Postpone } from '@parley/kit/jobs'
import type { Trace } from '@parley/kit/trace'
import { findLinksThere, insertLinks } from '../bridge/links.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import { awaitConsents, findConsents, isKeptOut } from '../consent/store.ts'
import type { Db } from '../context.ts'
import type { PlacedChannel } from '../imports/channels-of-part.ts'
import { type Stored, storeMessages } from '../imports/store-messages.ts'
import type { RemoteFacts } from './translate-history.ts'

/** Until what was committed meanwhile can be seen. */
const againMs = 1_000

/** A message, with what the id map keeps of it. */
export type Linked = ReadonlyMap<string, RemoteFacts>

/**
 * Stores messages of a history with their links, so that the bridge knows them from then on. What the bridge has brought
 * is counted as here, and not compared: it may be dated later than it was written there.
 *
 * @param facts of all messages, by their keys
 * @throws Postpone where one was deleted there just now, or its author has opted out
 */
export async function storeLinked(
  tx: Db,
  account: AccountKey,
  channel: PlacedChannel,
  given: ImportedMessage[],
  facts: Linked,
  trace: Trace,
): Promise<Stored> {
  const remoteChannelId = channel.source_key
  const factsOf = ({ key }: ImportedMessage) => facts.get(key)!
  const ids = given.flatMap((message) => [factsOf(message).remoteId, factsOf(message).remoteThreadId ?? []].flat())
  await awaitConsents(tx, account)
  const consents = await findConsents(
    tx,
    account,
    given.map((message) => factsOf(message).authorId),
  )
  const isOut = (message: ImportedMessage) =>
    isKeptOut(consents.get(factsOf(message).authorId), new Date(message.created_at))
  if (given.some(isOut)) throw new Postpone(againMs)
  const before = await findLinksThere(tx, account, remoteChannelId, ids)
  const isGone = (message: ImportedMessage) => before.get(factsOf(message).remoteId)?.isGone === true
  const wanted = given
    .filter((message) => !isGone(message))
    .map((message) => replyTo(message, before.get(factsOf(message).remoteThreadId ?? '')))
  const stored = await storeMessages(tx, account.workspaceId, channel, wanted, trace, { withIds: true })
  // The channel is locked by now: whatever the bridge has brought of these is committed, or waits for this.
  const now = await findLinksThere(
    tx,
    account,
    remoteChannelId,
    stored.messages.map((message) => factsOf(message).remoteId),
  )
  if ([...now.values()].some((link) => link.isGone)) throw new Postpone(againMs)
  const unlinked = stored.messages.filter((message) => !now.has(factsOf(message).remoteId))
  await insertLinks(
    tx,
    account,
    unlinked.map((message) => ({
      ...factsOf(message),
      ...{ remoteChannelId, channelId: channel.channel_id, messageId: stored.ids.get(message.key)! },
      ...{ part: 0, came: 'in' as const, isImported: true },
    })),
  )
  return {
    ...stored,
    messages: stored.messages.filter((message) => now.get(factsOf(message).remoteId)?.isImported !== false),
    problems: [...stored.problems, ...given.filter(isGone).map(({ key }) => ({ key, code: 'deleted_here' as const }))],
  }
}

/** What was written here has no key of the platform's: its replies name it by its id. */
function replyTo(
  message: ImportedMessage,
  root: { came: 'in' | 'out'; messageId: string | null } | undefined,
): ImportedMessage {
  if (root?.came !== 'out' || root.messageId === null) return message
  const { parent_key: _, ...reply } = message
  return { ...reply, parent_message_id: root.messageId }
}
