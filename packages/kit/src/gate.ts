import { ServiceError } from './errors.ts'
import type { Metrics } from './metrics.ts'
import { networkOf } from './network.ts'

/**
 * On whose behalf an operation runs, by kind: `{ person: userId, workspace: workspaceId, ip: '192.0.2.1' }`. An IPv6
 * address counts as its network.
 */
export type Holders = Partial<Record<string, string>>

export interface GateOptions {
  /** What the gate bounds, as a refusal names it: `uploads`. */
  name: string
  /** How many operations run at once in all; unbounded unless given. */
  atOnce?: number
  /** How many of them may run at once for one holder of each kind: its share. */
  shares?: Record<string, number>
  /** How many operations may wait, in all and for one holder of any kind; more are refused. */
  maxWaiting?: { total: number; perHolder: number }
  /** How long an operation waits before it is refused. */
  maxWaitMs?: number
  /** What a refusal's `Retry-After` says. */
  retryAfterSeconds?: number
  /** Registers the gate’s metrics, labelled with its name. */
  metrics?: Pick<Metrics, 'watchGate'> | undefined
}

/** One person, workspace, IP address or the like, with its counts; kept while any operation of it runs or waits. */
interface Holder {
  kind: Kind
  id: string
  running: number
  waiting: number
  /** The turn in which an operation of it last began. */
  servedAt: number
}

/** `person`, `workspace` and so on, with its share and the holders that have operations. */
interface Kind {
  name: string
  limit: number
  holders: Map<string, Holder>
}

/** A waiting operation. Its turn depends on its first holder alone. */
interface Waiter {
  holders: readonly Holder[]
  start: () => void
}

/** Limits that one user or IP alone can exhaust answer 429; shared ones 503. */
const ownLimits = new Set(['person', 'ip'])

const isFull = ({ running, kind }: Holder) => running >= kind.limit

/**
 * Bounds concurrent operations, with a share for each holder, so that none of them uses the whole limit. An operation
 * beyond a limit waits; the holder that has been served least recently is next.
 */
export function createGate(options: GateOptions) {
  const { name, atOnce = Number.POSITIVE_INFINITY, shares = {}, maxWaiting, maxWaitMs, retryAfterSeconds = 1 } = options
  const kinds = new Map<string, Kind>(
    Object.entries(shares).map(([kind, limit]) => [kind, { name: kind, limit, holders: new Map() }]),
  )
  const waiters = new Set<Waiter>()
  let total = 0
  let turn = 0
  let refused = 0

  function holderOf(kind: Kind, given: string): Holder {
    const id = kind.name === 'ip' ? networkOf(given) : given
    let holder = kind.holders.get(id)
    if (!holder) {
      holder = { kind, id, running: 0, waiting: 0, servedAt: 0 }
      kind.holders.set(id, holder)
    }
    return holder
  }

  function holdersOf(ids: Holders): readonly Holder[] {
    const holders: Holder[] = []
    for (const name in ids) {
      const id = ids[name]
      const kind = kinds.get(name)
      if (id !== undefined && kind) holders.push(holderOf(kind, id))
    }
    return holders.slice() // copied to drop spare array capacity, which sockets would keep for hours
  }

  function removeIdle(holders: readonly Holder[]): void {
    for (const { kind, id, running, waiting } of holders) if (running === 0 && waiting === 0) kind.holders.delete(id)
  }

  const isFree = (holders: readonly Holder[]): boolean => total < atOnce && !holders.some(isFull)

  function begin(holders: readonly Holder[]): void {
    total += 1
    turn += 1
    for (const holder of holders) holder.running += 1
    if (holders[0]) holders[0].servedAt = turn
  }

  function leave(holders: readonly Holder[]): void {
    total -= 1
    for (const holder of holders) holder.running -= 1
    removeIdle(holders)
    while (total < atOnce) {
      const next = nextInTurn()
      if (!next) return
      unqueue(next)
      begin(next.holders)
      next.start()
    }
  }

  function nextInTurn(): Waiter | undefined {
    let best: Waiter | undefined
    let bestServedAt = Number.POSITIVE_INFINITY
    for (const waiter of waiters) {
      const { servedAt } = waiter.holders[0] ?? { servedAt: 0 }
      if (servedAt < bestServedAt && !waiter.holders.some(isFull)) {
        best = waiter
        bestServedAt = servedAt
      }
    }
    return best
  }

  function queue(waiter: Waiter): void {
    waiters.add(waiter)
    for (const holder of waiter.holders) holder.waiting += 1
  }

  function unqueue(waiter: Waiter): void {
    waiters.delete(waiter)
    for (const holder of waiter.holders) holder.waiting -= 1
  }

  function refusal(holders: readonly Holder[]): ServiceError {
    refused += 1
    const share = holders.find(isFull) ?? holders.find(({ waiting }) => waiting >= (maxWaiting?.perHolder ?? 1))
    removeIdle(holders)
    const headers = { 'Retry-After': String(retryAfterSeconds) }
    return share !== undefined && ownLimits.has(share.kind.name)
      ? new ServiceError('rate_limited', `Too many ${name} of yours at once; try again when some have ended.`, {
          headers,
        })
      : new ServiceError('unavailable', `Busy: too many ${name} at once; try again.`, { headers })
  }

  const mayWait = (holders: readonly Holder[]): boolean =>
    maxWaiting !== undefined &&
    waiters.size < maxWaiting.total &&
    holders.every(({ waiting }) => waiting < maxWaiting.perHolder)

  /**
   * Waits until the operation may run. Resolves with the function that ends it; kinds without a share do not count.
   * An aborted signal ends the wait.
   *
   * @throws ServiceError 429 where a person or an IP address has used up its share, 503 where a shared limit is used
   *   up; the signal's reason once it is aborted
   */
  async function enter(ids: Holders = {}, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    const holders = holdersOf(ids)
    if (isFree(holders)) begin(holders)
    else if (mayWait(holders)) await ownTurn(holders, signal)
    else throw refusal(holders)
    let isIn = true
    return () => {
      if (isIn) leave(holders)
      isIn = false
    }
  }

  function ownTurn(holders: readonly Holder[], signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        holders,
        start: () => {
          stopWaiting()
          resolve()
        },
      }
      const abort = () => {
        leaveQueue()
        removeIdle(holders)
        reject(signal?.reason)
      }
      const timer =
        maxWaitMs === undefined
          ? undefined
          : setTimeout(() => {
              leaveQueue()
              reject(refusal(holders))
            }, maxWaitMs)
      function stopWaiting() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
      function leaveQueue() {
        stopWaiting()
        unqueue(waiter)
      }
      signal?.addEventListener('abort', abort)
      queue(waiter)
    })
  }

  const gate = {
    name,
    enter,

    /** Runs `work` once it may run, and ends it. Throws as `enter` does. */
    async pass<T>(ids: Holders, work: () => Promise<T>): Promise<T> {
      const end = await enter(ids)
      try {
        return await work()
      } finally {
        end()
      }
    },

    /** How many operations run. */
    get running(): number {
      return total
    },
    /** How many operations wait. */
    get waiting(): number {
      return waiters.size
    },
    /** How many operations were refused, at once or after waiting for too long, since the gate was created. */
    get refused(): number {
      return refused
    },
  }
  options.metrics?.watchGate(gate)
  return gate
}

export type Gate = ReturnType<typeof createGate>
