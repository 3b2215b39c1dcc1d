import { maxStoredBytes } from '@parley/contracts/messages/files'
import { maxAttachments } from '@parley/contracts/messages/message'
import { transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import { accountOf } from '../connections/account.ts'
import { selectAwaited } from '../connections/awaited.ts'
import { reportProblem } from '../connections/condition.ts'
import { keepChannels } from '../connections/keeping-channels.ts'
import { subscribeAgain } from '../connections/leases.ts'
import {
  findRemoteChannel,
  listExpected,
  moveRemoteChannel,
  type RemoteChannelRow,
  setChannelState,
} from '../connections/remote-channels.ts'
import { lockConnection } from '../connections/store.ts'
import { takeCommand } from '../consent/commands.ts'
import { answerGreeting } from '../linked-accounts/greeting.ts'
import type { RemoteChannel, RemoteEvent } from '../platforms/platform.ts'
import { PlatformError, type PlatformFailure } from '../platforms/platform-error.ts'
import { applyDeletion, applyMessage } from './applying-messages.ts'
import { applyReaction, applyReactions } from './applying-reactions.ts'
import { readSince } from './back-fill.ts'
import { storeEvents } from './incoming-events.ts'
import { findNewestLink } from './links.ts'
import { backFillOf } from './own-events.ts'
import type { Scene } from './scene.ts'

/** What was written so long before the last that came may have been missed, too. */
const marginMs = 600_000

/** For one event, and for each byte of its files. */
const eventMs = 30_000
const msPerByte = 1_000 / (512 * 1024)

/** A file of which nobody says how large it is may be as large as any that is kept. */
function limitOf(event: RemoteEvent): number {
  const files = event.type === 'message' ? event.message.files.slice(0, maxAttachments) : []
  const bytes = files.reduce((sum, { size }) => sum + Math.min(size ?? maxStoredBytes, maxStoredBytes), 0)
  return Math.ceil(eventMs + bytes * msPerByte)
}

/** What applies events, and why. */
export interface Applying extends Pick<Scene, 'ctx' | 'connection' | 'client' | 'cause' | 'isLastTry'> {
  stopping: AbortSignal
}

/**
 * Has happen here what has happened there, once: what is so already changes nothing, in whatever order and however often
 * it is received.
 *
 * @throws PlatformError, or what a service in between failed with: then it is applied again
 */
export async function applyEvent(applying: Applying, event: RemoteEvent): Promise<void> {
  const { ctx, connection, stopping, ...further } = applying
  const account = accountOf(connection)
  if (!account) return
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(limitOf(event))])
  const scene = { ctx, connection, account, trace: traceFrom(undefined, undefined), signal, ...further }
  switch (event.type) {
    case 'channel':
      return applyChannel(scene, event.channel)
    case 'channel_moved':
      await transaction(ctx.db, (tx) => moveRemoteChannel(tx, account, event.channelId, event.to))
      return
    case 'channel_gone':
      return setChannelState(ctx.db, account, event.channelId, 'gone')
    case 'revoked':
      return reportProblem(
        ctx,
        connection,
        new PlatformError('unauthorized', 'The app was removed there, or its token revoked.'),
      )
    case 'message':
      if (event.isPrivate !== undefined) await checkPrivacy(scene, event.message.channelId, event.isPrivate)
      return applyMessage(scene, event.message)
    case 'message_deleted':
      return applyDeletion(scene, event.channelId, event.id)
    case 'reaction':
      return applyReaction(scene, event)
    case 'reactions':
      return applyReactions(scene, event)
    case 'subscription_ended':
      return subscribeAgain(ctx.db, connection)
    case 'gap':
      return askAgain(scene, event.channelId)
    case 'direct_message':
      if (await takeCommand(scene, event.author, event.text, new Date(applying.cause.receivedAt))) return
      return answerGreeting(scene, event.author, event.text)
  }
}

/** Something may have been missed: the channels are asked for what they have since something last came from them. */
async function askAgain({ ctx, connection, account, client }: Scene, channelId: string | null): Promise<void> {
  if (!client.fetchHistory || !connection.ingestMessages) return
  const channels = (await listExpected(ctx.db, account)).filter(
    ({ remoteId }) => channelId === null || remoteId === channelId,
  )
  const events = []
  for (const { remoteId, expectedSince } of channels) {
    const newest = await findNewestLink(ctx.db, account, remoteId)
    const since = Math.max((newest?.getTime() ?? 0) - marginMs, Date.parse(expectedSince))
    events.push(backFillOf(remoteId, new Date(since)))
  }
  await storeEvents(ctx.db, connection, events)
}

/** Of a back-fill, so many messages may fail before it stops: then it is not them. */
const maxFailing = 5
/** What nothing of it can be applied before. */
const waiting = new Set<PlatformFailure>(['rate_limited', 'unauthorized', 'missing_scope'])
const readMs = 300_000

/**
 * What a channel has had since, applied as its live events are. Messages that fail are tried again with the rest, and do not
 * stop it.
 *
 * @returns how many are left out, at the last try
 */
export async function backFill(applying: Applying, channelId: string, since: string): Promise<number> {
  const { ctx, client, isLastTry, stopping } = applying
  const limited = AbortSignal.any([stopping, AbortSignal.timeout(readMs)])
  const messages = await readSince(ctx, client, channelId, new Date(since), limited)
  const failed: unknown[] = []
  let refused = 0
  for (const message of messages) {
    stopping.throwIfAborted()
    try {
      await applyEvent(applying, { type: 'message', message })
    } catch (error) {
      if (stopping.aborted || (error instanceof PlatformError && waiting.has(error.failure))) throw error
      ctx.log.warn({ err: error, channel: channelId, message: message.id }, 'a message could not be back-filled')
      if (error instanceof PlatformError && !error.isTemporary) refused += 1
      else if (failed.push(error) > maxFailing) throw error
    }
  }
  if (failed.length > 0 && !isLastTry) throw failed[0]
  return refused + failed.length
}

async function applyChannel({ ctx, connection, account }: Scene, channel: RemoteChannel): Promise<void> {
  const known = await findRemoteChannel(ctx.db, account, channel.id)
  const isMoved = known && known.remoteId !== channel.id
  if (isMoved || (known && isAsKnown(known, channel))) return
  await transaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connection.workspaceId, connection.platform)
    if (locked?.id !== connection.id) return
    await keepChannels(tx, locked, account, [channel])
    await selectAwaited(tx, locked, account)
  })
}

/**
 * A message says what its channel was when it was written. What is known may be newer, and a private channel must not go out
 * to a public one because of it: where they differ, the platform is asked.
 */
async function checkPrivacy(scene: Scene, channelId: string, isPrivate: boolean): Promise<void> {
  const known = await findRemoteChannel(scene.ctx.db, scene.account, channelId)
  if (!known || known.isPrivate === isPrivate) return
  const channel = await scene.client.fetchChannel?.(channelId, scene.signal)
  if (channel) await applyChannel(scene, channel)
}

/** Some platforms name a channel with each of its messages. */
const isAsKnown = (known: RemoteChannelRow, { name, type, topic, isPrivate, isArchived }: RemoteChannel): boolean =>
  known.name === name &&
  known.type === type &&
  known.topic === topic &&
  known.isPrivate === isPrivate &&
  known.state === (isArchived ? 'archived' : 'open')
