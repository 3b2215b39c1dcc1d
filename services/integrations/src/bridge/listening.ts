import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { keepListening, releaseListening, takeForListening } from '../connections/leases.ts'
import type { Context } from '../context.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { isListenedTo, platforms } from '../platforms/registry.ts'
import type { DB } from '../schema.ts'
import { storeEvents } from './incoming-events.ts'

const lookEveryMs = 2_000
/** How long a connection stays with a process that shows no sign of life. */
const leaseMs = 15_000
/** Sockets of one process; more are for other replicas. */
const maxListeners = 200
const firstRetryMs = 2_000
const longestRetryMs = 300_000

interface Listener {
  version: number
  abort(): void
}

/**
 * Receives the events of connections whose platforms are listened to, each in one process at a time, from when messages
 * come in until they no longer do.
 */
export function listenToPlatforms(
  ctx: Context,
  { wake, onClose }: { wake: () => void } & Pick<ServiceRuntime<DB>, 'onClose'>,
): void {
  const self = randomUUID()
  const listened = platforms.filter((platform) => isListenedTo(platform, new URL(ctx.publicOrigin)))
  const names = listened.map(({ name }) => name)
  // What is not listed is known by its events alone, also before messages come in.
  const unlisted = listened.filter(({ capabilities }) => !capabilities.listsChannels).map(({ name }) => name)
  const listeners = new Map<string, Listener>()
  const running = new Set<Promise<void>>()
  /** Of each connection, in a row. */
  const failures = new Map<string, number>()

  function start(connection: ConnectionRow): void {
    const stop = new AbortController()
    listeners.set(connection.id, { version: connection.credentialsVersion, abort: () => stop.abort() })
    const task: Promise<void> = listen(connection, stop.signal).finally(() => {
      running.delete(task)
      listeners.delete(connection.id)
    })
    running.add(task)
  }

  async function listen(connection: ConnectionRow, signal: AbortSignal): Promise<void> {
    let retryMs = 0
    try {
      await ctx.clients.of(connection).listen?.(async (events) => {
        failures.delete(connection.id)
        if ((await storeEvents(ctx.db, connection, events)) > 0) wake()
      }, signal)
    } catch (error) {
      if (signal.aborted) return void failures.delete(connection.id)
      const inARow = (failures.get(connection.id) ?? 0) + 1
      failures.set(connection.id, inARow)
      retryMs = Math.min(firstRetryMs * 2 ** inARow, longestRetryMs)
      ctx.log.warn({ err: error, connection: connection.id }, 'a platform can no longer be listened to')
      if (error instanceof PlatformError) await reportProblem(ctx, connection, error).catch(() => {})
    } finally {
      await releaseListening(ctx.db, connection, self, retryMs).catch(() => {})
    }
  }

  ctx.every('listen-to-platforms', lookEveryMs, async () => {
    const kept = await keepListening(ctx.db, self, [...listeners.keys()], unlisted, leaseMs)
    for (const [id, listener] of listeners) if (kept.get(id) !== listener.version) listener.abort()
    const free = maxListeners - listeners.size
    for (const connection of free > 0 ? await takeForListening(ctx.db, { names, unlisted }, self, free, leaseMs) : [])
      start(connection)
  })
  onClose('listeners', async () => {
    for (const listener of listeners.values()) listener.abort()
    await Promise.race([Promise.all(running), wait(3_000)])
  })
}
