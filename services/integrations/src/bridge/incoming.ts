import { setTimeout as wait } from 'node:timers/promises'
import type { Loop } from '@parley/kit/loops'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { findConnectionById, noteLeftOut } from '../connections/store.ts'
import type { Context } from '../context.ts'
import { createPlaces } from '../places.ts'
import type { PlatformClient, RemoteEvent } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import type { DB } from '../schema.ts'
import { applyEvent, backFill } from './applying.ts'
import { isOwnFault } from './faults.ts'
import {
  forgetSeen,
  keepQueue,
  postponeQueue,
  readFirst,
  releaseQueue,
  removeEvent,
  type TakenQueue,
  takeQueues,
  type WaitingEvent,
} from './incoming-events.ts'
import { keep, leaseMs } from './keeping.ts'
import { type OwnEvent, ownEventOf } from './own-events.ts'

/** How late an event may be applied that another process has stored; this one's are applied at once. */
const pollMs = 500
/** So many channels are applied at once, of all connections and of each; each in its own order. */
const maxAtOnce = 32
const maxOfConnection = 4
const interpretMs = 30_000
const batch = 50
/** After so many failures an event is given up that fails by itself, so that it does not stop those behind it. */
const maxFailures = 10
const firstRetryMs = 1_000
const longestRetryMs = 300_000
const forgetEveryMs = 60_000
const forgottenAtOnce = 5_000

/** Applies what platforms send. @returns what is woken once something was received */
export function applyIncoming(ctx: Context, { onClose }: Pick<ServiceRuntime<DB>, 'onClose'>): Loop {
  const places = createPlaces(maxAtOnce, maxOfConnection)
  ctx.every('forget-seen-events', forgetEveryMs, async () => {
    return (await forgetSeen(ctx.db, forgottenAtOnce)) ? 0 : undefined
  })
  const loop: Loop = ctx.every('apply-incoming-events', pollMs, async (signal) => {
    const free = await places.free()
    const taken = await takeQueues(ctx.db, free, places.shares(), leaseMs)
    // What was received while a queue was being emptied is due once it is given back.
    for (const queue of taken) places.run(queue.connectionId, drain(ctx, queue, signal), () => loop.wake())
    return taken.length > 0 ? 0 : undefined
  })
  onClose('incoming events', places.ended)
  return loop
}

/** Applies a queue's events in their order, until there are none or one has to wait. Never throws. */
async function drain(ctx: Context, queue: TakenQueue, stopping: AbortSignal): Promise<void> {
  const kept = keep(() => keepQueue(ctx.db, queue, leaseMs), stopping)
  const log = ctx.log.child({ connection: queue.connectionId, remoteChannel: queue.remoteChannelId })
  let { failures } = queue
  const postpone = async (ms: number) => {
    await kept.end()
    const isLost = kept.signal.aborted && !stopping.aborted
    if (!isLost) await postponeQueue(ctx.db, queue, ms, failures)
  }
  try {
    for (;;) {
      const waiting = await readFirst(ctx.db, queue, batch)
      if (waiting.length === 0) {
        await kept.end()
        return await releaseQueue(ctx.db, queue)
      }
      // Read anew for each batch: it may have been changed, or be gone with all of this.
      const connection = await findConnectionById(ctx.db, queue.workspaceId, queue.connectionId)
      if (!connection) return
      for (const each of waiting) {
        if (kept.signal.aborted) return await postpone(0)
        const outcome = await tryApply(ctx, connection, each, failures, kept.signal)
        if (outcome.error) log.warn({ err: outcome.error, event: each.event.id }, outcome.words)
        if (outcome.retryInMs !== undefined) {
          if (outcome.isFailure) failures += 1
          return await postpone(outcome.retryInMs)
        }
        failures = 0
        await removeEvent(ctx.db, queue, each.position)
      }
    }
  } catch (error) {
    log.warn({ err: error }, 'the events of a channel could not be applied')
    await wait(firstRetryMs)
    // Where the database is away, whoever looks takes the queue once its time is over.
    await postpone(0).catch(() => {})
  } finally {
    await kept.end()
  }
}

/** What a comparison has found of a message, as it is now. */
async function foundOf(
  channelId: string,
  found: Exclude<OwnEvent, { type: 'back-fill' }>,
  client: PlatformClient,
  signal: AbortSignal,
): Promise<RemoteEvent[]> {
  const { type, id } = found
  if (type === 'gone') return [{ type: 'message_deleted', channelId, id }]
  const message = await client.fetchMessage?.(channelId, id, found.threadId, signal)
  return message ? [{ type: 'reactions', channelId, messageId: id, reactions: message.reactions }] : []
}

interface Outcome {
  /** Undefined: it is applied, or given up. */
  retryInMs?: number
  isFailure?: boolean
  error?: unknown
  words?: string
}

async function tryApply(
  ctx: Context,
  connection: ConnectionRow,
  { event, receivedAt }: WaitingEvent,
  failures: number,
  stopping: AbortSignal,
): Promise<Outcome> {
  const own = ownEventOf(event)
  const isLastTry = failures + 1 >= maxFailures
  const client = ctx.clients.of(connection)
  const cause = { eventId: event.id, receivedAt }
  try {
    if (own?.type === 'back-fill') {
      const left = await backFill({ ctx, connection, client, cause, isLastTry, stopping }, event.channelId!, own.since)
      if (left > 0) await noteLeftOut(ctx.db, connection, left)
      return {}
    }
    const limited = AbortSignal.any([stopping, AbortSignal.timeout(interpretMs)])
    const events = await (own ? foundOf(event.channelId!, own, client, limited) : client.interpret(event, limited))
    for (const each of events) await applyEvent({ ctx, connection, client, cause, isLastTry, stopping }, each)
    return {}
  } catch (error) {
    if (stopping.aborted) return { retryInMs: 0 }
    if (error instanceof PlatformError) {
      if (error.failure === 'rate_limited') return { retryInMs: error.retryAfterMs ?? firstRetryMs }
      if (error.failure === 'unauthorized' || error.failure === 'missing_scope') {
        await reportProblem(ctx, connection, error)
        return { retryInMs: longestRetryMs }
      }
      if (!error.isTemporary) return { error, words: 'an event is left out: it cannot be read' }
    }
    if (isLastTry && (await isOwnFault(error, failures, { client, signal: stopping }))) {
      await noteLeftOut(ctx.db, connection)
      return { error, words: 'an event is given up' }
    }
    const retryInMs = Math.min(firstRetryMs * 2 ** failures, longestRetryMs)
    return { error, words: 'an event could not be applied; it is tried again', retryInMs, isFailure: true }
  }
}
