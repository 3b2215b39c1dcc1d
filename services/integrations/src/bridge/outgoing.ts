import type { Loop } from '@parley/kit/loops'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import { accountOf } from '../connections/account.ts'
import { clearProblem, reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { findRemoteChannel, moveRemoteChannel, setChannelState } from '../connections/remote-channels.ts'
import { findConnectionById } from '../connections/store.ts'
import type { Context } from '../context.ts'
import { createPlaces, type Places } from '../places.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { platformOf } from '../platforms/registry.ts'
import type { DB } from '../schema.ts'
import { makeChannel } from './bridged-channels.ts'
import type { Tries } from './faults.ts'
import { type Kept, keep, leaseMs } from './keeping.ts'
import {
  findUnmade,
  keepChannel,
  noteSent,
  postponeMaking,
  postponeSending,
  readChanges,
  type TakenChannel,
  takeChannels,
  type UnmadeChannel,
} from './outgoing-channels.ts'
import { sendEvents } from './sending.ts'
import { watchBridgedChannels } from './watched-channels.ts'

/** How late a message may go out whose event was lost. */
const pollMs = 1_000
const makeEveryMs = 1_000
const madeAtOnce = 50
const joinMs = 10_000
/** Where the platform does not say when it wants to be asked again. */
const joinAgainMs = 15_000
/** Channels that are sent from at once, of all connections and of each. */
const maxAtOnce = 32
const maxOfConnection = 4
const page = 20
const firstRetryMs = 1_000
const longestRetryMs = 300_000

/** Sends what happens in bridged channels. */
export function sendOutgoing(ctx: Context, runtime: Pick<ServiceRuntime<DB>, 'onClose' | 'subscriber'>): void {
  const places = createPlaces(maxAtOnce, maxOfConnection)
  ctx.every('make-bridged-channels', makeEveryMs, () => makeSelected(ctx))
  const loop: Loop = ctx.every('send-to-platforms', pollMs, async (signal) => {
    const free = await places.free()
    const taken = await takeChannels(ctx.db, free, places.shares(), leaseMs)
    // What was written meanwhile is due once a channel is given back.
    for (const channel of taken)
      places.run(channel.connectionId, sendFrom(ctx, channel, places, signal), () => loop.wake())
    return taken.length === maxAtOnce ? 0 : undefined
  })
  watchBridgedChannels(ctx, runtime.subscriber, loop.wake)
  runtime.onClose('outgoing messages', places.ended)
}

/** Sends from a channel until its end, or until something has to wait. Never throws. */
async function sendFrom(ctx: Context, channel: TakenChannel, places: Places, stopping: AbortSignal): Promise<void> {
  const log = ctx.log.child({ connection: channel.connectionId, channel: channel.id })
  const kept = keep(() => keepChannel(ctx.db, channel, leaseMs), stopping)
  const tries: Tries = { failures: channel.failures, faults: channel.faults }
  try {
    await drain(ctx, channel, kept, tries)
    places.note(channel.connectionId, false)
  } catch (error) {
    if (error instanceof PlatformError && error.failure === 'unavailable') places.note(channel.connectionId, true)
    log.info({ err: error }, 'a message could not be sent; it is tried again')
    await kept.end()
    const isEnding = stopping.aborted
    await (isEnding ? postponeSending(ctx.db, channel, 0, tries) : waitAfter(ctx, channel, tries, error)).catch(
      // The database is away: whoever looks takes the channel once its time is over.
      (failure) => log.warn({ err: failure }, 'a channel could not be given back'),
    )
  }
}

/** @throws PlatformError, or what the database throws */
async function drain(ctx: Context, channel: TakenChannel, kept: Kept, tries: Tries): Promise<void> {
  for (let position = channel; ; ) {
    const connection = await findConnectionById(ctx.db, channel.workspaceId, channel.connectionId)
    if (!connection?.credentials) {
      await kept.end()
      return postponeSending(ctx.db, channel, 0, tries)
    }
    const { capabilities } = platformOf(channel.platform)
    const client = ctx.clients.of(connection)
    const { signal } = kept
    const { events, seq, rev, hasMore } = await readChanges(ctx.db, position, page)
    await sendEvents({ ctx, connection, channel: position, client, capabilities, signal, tries }, events)
    if (connection.status === 'error' && events.length > 0) await clearProblem(ctx, connection)
    if (!hasMore) await kept.end()
    if (!(await noteSent(ctx.db, channel, { seq, rev }, hasMore ? leaseMs : 0)) || !hasMore) return
    position = { ...channel, sentSeq: seq, sentRev: rev }
  }
}

async function waitAfter(ctx: Context, channel: TakenChannel, tries: Tries, error: unknown): Promise<void> {
  const failed = { ...tries, failures: tries.failures + 1 }
  const backOffMs = Math.min(firstRetryMs * 2 ** tries.failures, longestRetryMs)
  if (!(error instanceof PlatformError)) return postponeSending(ctx.db, channel, backOffMs, failed)
  const { failure, retryAfterMs, movedTo } = error
  const move = (to: string) => transaction(ctx.db, (tx) => moveRemoteChannel(tx, channel, channel.remoteId, to))
  if (movedTo !== undefined && (await move(movedTo))) return postponeSending(ctx.db, channel, 0, tries)
  if (failure === 'rate_limited') return postponeSending(ctx.db, channel, retryAfterMs ?? backOffMs, tries)
  await postponeSending(ctx.db, channel, backOffMs, failed)
  const connection = { workspaceId: channel.workspaceId, id: channel.connectionId }
  if (failure === 'channel_gone' || failure === 'archived')
    await setChannelState(ctx.db, channel, channel.remoteId, failure === 'archived' ? 'archived' : 'gone')
  await reportProblem(ctx, connection, error)
}

/** Makes the channels that were selected, so that people can write there before anything has come. */
async function makeSelected(ctx: Context): Promise<void> {
  const unmade = await findUnmade(ctx.db, madeAtOnce)
  // Side by side: one platform that does not answer holds up no other.
  await Promise.all(unmade.map((each) => makeOne(ctx, each)))
}

async function makeOne(ctx: Context, { workspaceId, connectionId, remoteId }: UnmadeChannel): Promise<void> {
  const connection = await findConnectionById(ctx.db, workspaceId, connectionId)
  const account = connection && accountOf(connection)
  if (!account) return
  const waitMs = await joinChannel(ctx, connection, remoteId)
  if (waitMs !== undefined) return postponeMaking(ctx.db, account, remoteId, waitMs)
  const isMade = await transaction(ctx.db, async (tx) => {
    const channel = await findRemoteChannel(tx, account, remoteId)
    if (!channel?.isSelected) return true
    return makeChannel(tx, account, channel, connection.connectedBy, traceFrom(undefined, undefined))
  })
  ctx.outbox.notify('channels')
  // Whoever connected it has left.
  if (!isMade) await setChannelState(ctx.db, account, remoteId, 'gone')
}

/** Into a channel that cannot be joined somebody has to invite our account. @returns in how many ms it is to be tried again */
async function joinChannel(ctx: Context, connection: ConnectionRow, remoteId: string): Promise<number | undefined> {
  if (connection.credentials === null) return undefined
  try {
    await ctx.clients.of(connection).join?.(remoteId, AbortSignal.timeout(joinMs))
    return undefined
  } catch (error) {
    ctx.log.info({ err: error, connection: connection.id, remoteChannel: remoteId }, 'a channel could not be joined')
    if (error instanceof PlatformError && !error.isTemporary) return undefined
    return (error instanceof PlatformError ? error.retryAfterMs : undefined) ?? joinAgainMs
  }
}
