import { transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import { accountOf } from '../connections/account.ts'
import { selectAwaited } from '../connections/awaited.ts'
import { reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
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
import type { Context } from '../context.ts'
import { answerGreeting } from '../linked-accounts/greeting.ts'
import type { PlatformClient, RemoteChannel, RemoteEvent } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { applyDeletion, applyMessage } from './applying-messages.ts'
import { applyReaction, applyReactions } from './applying-reactions.ts'
import { readSince } from './back-fill.ts'
import { storeEvents } from './incoming-events.ts'
import { findNewestLink } from './links.ts'
import { backFillOf } from './own-events.ts'
import type { Cause, Scene } from './scene.ts'

/** What was written so long before the last that came may have been missed, too. */
const marginMs = 600_000

/**
 * Has happen here what has happened there, once: what is so already changes nothing, in whatever order and however often
 * it is received.
 *
 * @throws PlatformError, or what a service in between failed with: then it is applied again
 */
export async function applyEvent(
  ctx: Context,
  connection: ConnectionRow,
  client: PlatformClient,
  event: RemoteEvent,
  cause: Cause,
  signal: AbortSignal,
): Promise<void> {
  const account = accountOf(connection)
  if (!account) return
  const scene = { ctx, connection, account, client, cause, trace: traceFrom(undefined, undefined), signal }
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
      if (event.isPrivate) await closeChannel(scene, event.message.channelId)
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
      if (await takeCommand(scene, event.author, event.text, new Date(cause.receivedAt))) return
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

/** What a channel has had since, applied as its live events are. */
export async function backFill(
  { ctx, connection, client, cause, signal }: Pick<Scene, 'ctx' | 'connection' | 'client' | 'cause' | 'signal'>,
  channelId: string,
  since: Date,
): Promise<void> {
  const messages = await readSince(ctx, client, channelId, since, signal)
  for (const message of messages) {
    signal.throwIfAborted()
    await applyEvent(ctx, connection, client, { type: 'message', message }, cause, signal)
  }
}

async function applyChannel({ ctx, connection, account }: Scene, channel: RemoteChannel): Promise<void> {
  const known = await findRemoteChannel(ctx.db, account, channel.id)
  if (known && isAsKnown(known, channel)) return
  await transaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connection.workspaceId, connection.platform)
    if (locked?.id !== connection.id) return
    await keepChannels(tx, locked, account, [channel])
    await selectAwaited(tx, locked, account)
  })
}

/** A message is of a private channel, which may have been public before. */
async function closeChannel(scene: Scene, channelId: string): Promise<void> {
  const known = await findRemoteChannel(scene.ctx.db, scene.account, channelId)
  if (!known || known.isPrivate) return
  const { remoteId: id, name, type, topic, state } = known
  const isArchived = state === 'archived'
  await applyChannel(scene, { id, name, type, topic, isPrivate: true, isArchived, isMember: true })
}

/** Some platforms name a channel with each of its messages. */
const isAsKnown = (known: RemoteChannelRow, { name, type, topic, isPrivate, isArchived }: RemoteChannel): boolean =>
  known.name === name &&
  known.type === type &&
  known.topic === topic &&
  known.isPrivate === isPrivate &&
  known.state === (isArchived ? 'archived' : 'open')
