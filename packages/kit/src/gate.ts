import { ServiceError } from './errors.ts'
import type { Metrics } from './metrics.ts'
import { networkOf } from './network.ts'

/**
 * For whom something runs, by kind: `{ person: userId, workspace: workspaceId, address: '192.0.2.1' }`. An IPv6 address
 * counts as its network.
 */
export type Holders = Partial<Record<string, string>>

export interface GateOptions {
  /** What passes, as a refusal names it: `uploads`. */
  name: string
  /** How many run at once in all; unbounded unless given. */
  atOnce?: number
  /** How many of them one holder of each kind may have: its share. */
  shares?: Record<string, number>
  /** How many wait for their turn, in all and for one holder of any kind; beyond, and at 0, they are refused. */
  maxWaiting?: { total: number; perHolder: number }
  /** How long one waits before it is refused. */
  maxWaitMs?: number
  /** What a refusal's `Retry-After` says. */
  retryAfterSeconds?: number
  /** Where it is measured, under its name. */
  metrics?: Pick<Metrics, 'watchGate'> | undefined
}

/** One holder, for as long as something of its runs or waits. */
interface Holder {
  /** `person:<id>` and so on. */
  key: string
  limit: number
  running: number
  waiting: number
  /** When it was last served, in turns. */
  servedAt: number
}

/** Who waits: turns are taken by the first holder. */
interface Waiter {
  holders: readonly Holder[]
  start: () => void
}

/** Whose own doing it is when their share is used up: a 429. Another share is used up by several: a 503. */
const single = /^(?:person|address):/

const isFull = ({ running, limit }: Holder) => running >= limit

/**
 * Bounds what runs at once, with a share for each holder, so that nobody takes what is for all. What does not run at
 * once waits, and whoever has been served least recently is next.
 */
export function createGate(options: GateOptions) {
  const { name, atOnce = Number.POSITIVE_INFINITY, shares = {}, maxWaiting, maxWaitMs, retryAfterSeconds = 1 } = options
  const known = new Map<string, Holder>()
  const waiters = new Set<Waiter>()
  let total = 0
  let turn = 0
  let refused = 0

  function holderOf(kind: string, id: string, limit: number): Holder {
    const key = `${kind}:${kind === 'address' ? networkOf(id) : id}`
    let holder = known.get(key)
    if (!holder) {
      holder = { key, limit, running: 0, waiting: 0, servedAt: 0 }
      known.set(key, holder)
    }
    return holder
  }

  function holdersOf(ids: Holders): readonly Holder[] {
    const holders: Holder[] = []
    for (const kind in ids) {
      const id = ids[kind]
      const limit = shares[kind]
      if (id !== undefined && limit !== undefined) holders.push(holderOf(kind, id, limit))
    }
    return holders.slice() // without the room to grow, which sockets would keep for hours
  }

  function removeIdle(holders: readonly Holder[]): void {
    for (const { key, running, waiting } of holders) if (running === 0 && waiting === 0) known.delete(key)
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
    return share !== undefined && single.test(share.key)
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
   * Resolves when it is these holders' turn, with what ends it; kinds without a share do not count.
   *
   * @throws ServiceError 429 where a person or an address has used up its share, 503 where others have
   */
  async function enter(ids: Holders = {}): Promise<() => void> {
    const holders = holdersOf(ids)
    if (isFree(holders)) begin(holders)
    else if (mayWait(holders)) await ownTurn(holders)
    else throw refusal(holders)
    let isIn = true
    return () => {
      if (isIn) leave(holders)
      isIn = false
    }
  }

  function ownTurn(holders: readonly Holder[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        holders,
        start: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      const timer =
        maxWaitMs === undefined
          ? undefined
          : setTimeout(() => {
              unqueue(waiter)
              reject(refusal(holders))
            }, maxWaitMs)
      queue(waiter)
    })
  }

  const gate = {
    name,
    enter,

    /** Runs this when it is these holders' turn. Throws as `enter` does. */
    async pass<T>(ids: Holders, work: () => Promise<T>): Promise<T> {
      const end = await enter(ids)
      try {
        return await work()
      } finally {
        end()
      }
    },

    /** How many run. */
    get running(): number {
      return total
    },
    /** How many wait. */
    get waiting(): number {
      return waiters.size
    },
    /** How many were refused, at once or after waiting for too long, since it was made. */
    get refused(): number {
      return refused
    },
  }
  options.metrics?.watchGate(gate)
  return gate
}

export type Gate = ReturnType<typeof createGate>
