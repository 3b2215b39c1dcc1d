import { setTimeout as wait } from 'node:timers/promises'
import { watchAccess } from './access-changes.ts'
import type { Principal } from './assertion.ts'
import { ServiceError } from './errors.ts'
import type { Log } from './log.ts'
import type { Redis } from './redis.ts'

/** An event stream that is being answered. */
export interface OpenStream {
  /** Who receives it; undefined where no credential is needed. */
  caller: Principal | undefined
  /** Ends it, with this as its last frame. */
  end(reason: ServiceError): void
  /** Whether its caller may still receive it; missing where the gateway alone decides that. */
  mayContinue: (() => Promise<boolean>) | undefined
  /** What ends it where its caller may not; that they may no longer receive it, if not given. */
  refusal?: ServiceError
  /** How long another process may take to end it before it is checked here; 0 if not given. */
  graceMs?: number
}

/** The last frame of a stream that another replica, or this one after it has asked again who calls, will resume. */
const reconnect = (message: string) => new ServiceError('unavailable', message, { headers: { 'Retry-After': '1' } })

/**
 * The event streams that a process answers: it ends all when it stops, and those of a caller whose access has changed
 * where they may not continue.
 *
 * @param options.keepAliveMs how often a stream sends a comment; one whose client reads nothing for twice as long is cut off
 * @param options.checksAtOnce how many are checked together where all are: 1 if not given, as each check is a statement
 */
export function createOpenStreams({
  keepAliveMs,
  checksAtOnce = 1,
  log,
}: {
  keepAliveMs: number
  checksAtOnce?: number
  log: Log
}) {
  /** Each until its handler has ended. */
  const streams = new Map<OpenStream, Promise<void>>()
  let isStopping = false

  async function check(stream: OpenStream): Promise<void> {
    if (!streams.has(stream) || (await stream.mayContinue?.())) return
    stream.end(
      stream.mayContinue
        ? (stream.refusal ?? new ServiceError('forbidden', 'You may no longer receive this.'))
        : reconnect('Your access has changed; connect again.'),
    )
  }

  /** Checks a stream after its grace. Never throws: one that cannot be checked ends. */
  function checkSoon(stream: OpenStream): void {
    wait(stream.graceMs ?? 0)
      .then(() => check(stream))
      .catch((error) => {
        log.warn({ err: error }, 'a stream’s access could not be checked, so it was ended')
        stream.end(reconnect('Your access could not be checked; connect again.'))
      })
  }

  return {
    keepAliveMs,
    get size() {
      return streams.size
    },

    /** Counts a stream until `done` has settled. */
    open(stream: OpenStream, done: Promise<void>): void {
      streams.set(stream, done)
      void done.finally(() => streams.delete(stream)).catch(() => {})
      if (isStopping) stream.end(reconnect('The service is stopping; connect again.'))
    },

    /** Checks streams as soon as their callers' access changes. */
    watch(subscriber: Redis, prefix: string): void {
      watchAccess({ subscriber, prefix, log }, (concerns) => {
        for (const stream of streams.keys()) if (stream.caller && concerns(stream.caller)) checkSoon(stream)
      })
    },

    checkSoon,

    /** Checks every stream: what says that access has changed can be lost. */
    async recheck(): Promise<void> {
      const checked = [...streams.keys()].filter((stream) => stream.mayContinue)
      while (checked.length > 0) await Promise.all(checked.splice(0, checksAtOnce).map(check))
    },

    /** Ends every stream, later ones too. Resolves when their handlers have ended. */
    async end(): Promise<void> {
      isStopping = true
      for (const stream of streams.keys()) stream.end(reconnect('The service is stopping; connect again.'))
      await Promise.allSettled(streams.values())
    },
  }
}

export type OpenStreams = ReturnType<typeof createOpenStreams>
