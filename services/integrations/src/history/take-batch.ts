import type { ImportedMessage } from '@parley/contracts/messages/writing'
import type { Trace } from '@parley/kit/trace'
import type { Noted, SourcePage } from '../archives/archive.ts'
import { storeFiles } from '../bridge/files.ts'
import { findLinksThere } from '../bridge/links.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import { takeCommand } from '../consent/commands.ts'
import { findConsents } from '../consent/store.ts'
import type { Context } from '../context.ts'
import type { PlacedChannel } from '../imports/channels-of-part.ts'
import { findLinkedMembers } from '../linked-accounts/store.ts'
import type { PlatformClient, RemoteMessage } from '../platforms/platform.ts'
import type { HistoryBatch } from './read-history.ts'
import type { Linked } from './store-linked.ts'
import { type KeptFiles, type RemoteFacts, refusalOf, translate } from './translate-history.ts'

interface Taking {
  ctx: Context
  account: AccountKey
  connection: ConnectionRow
  client: PlatformClient
  /** Of the channel, there and here. */
  remoteId: string
  channelId: string
  trace: Trace
  signal: AbortSignal
}

/**
 * Makes a page of what was read: messages as they are stored here, with what the id map keeps of each. Files of those that
 * are not here are kept first.
 */
export async function takeBatch(
  taking: Taking,
  { name }: PlacedChannel,
  { messages: read }: HistoryBatch,
): Promise<{ page: Pick<SourcePage, 'entries' | 'messages' | 'noted'>; facts: Linked }> {
  const { ctx, account, remoteId: channel } = taking
  const ids = read.map(({ id }) => id)
  const links = await findLinksThere(ctx.db, account, channel, ids)
  // What an app writes in a person's name is the app's.
  const people = read.filter(({ author }) => !author.isBot).map(({ author }) => author.id)
  const members = await findLinkedMembers(ctx.db, account, [...new Set(people)])
  for (const { author, text, editedAt, at } of read) await takeCommand(taking, author, text, editedAt ?? at)
  const consents = await findConsents(
    ctx.db,
    account,
    read.map(({ author }) => author.id),
  )
  const messages: { channel: string; message: ImportedMessage }[] = []
  const noted: Noted[] = []
  const facts = new Map<string, RemoteFacts>()
  const note = (message: RemoteMessage, problem: Noted['problem'], isLeftOut: boolean) =>
    noted.push({ channel, problem, name: `${name}: ${message.id}`, isLeftOut })
  for (const message of read) {
    const link = links.get(message.id)
    const refusal = refusalOf(message, link, consents.get(message.author.id))
    if (refusal) {
      note(message, refusal, true)
      continue
    }
    const files: KeptFiles = link ? { ids: [], left: link.leftFiles } : await storeFiles(taking, message.files)
    const userId = link ? link.userId : (!message.author.isBot && members.get(message.author.id)?.userId) || null
    const whole = link ? message : await withReactions(taking, message)
    const translated = translate(account, whole, files, { isKnown: link !== undefined, userId })
    if ('problem' in translated) {
      note(message, translated.problem, true)
      continue
    }
    for (const lost of translated.lost) note(message, lost, false)
    messages.push({ channel, message: translated.message })
    facts.set(translated.message.key, translated.facts)
  }
  return { page: { entries: read.length, messages, noted }, facts }
}

/** With who reacts, where a list does not show that. */
async function withReactions({ client, remoteId, signal }: Taking, message: RemoteMessage): Promise<RemoteMessage> {
  if (!message.reactionCounts?.size || !client.fetchMessage) return message
  const { reactions } = (await client.fetchMessage(remoteId, message.id, message.threadId, signal)) ?? message
  return { ...message, reactions }
}
