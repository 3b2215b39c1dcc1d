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

interface Entry {
  /** `person:<id>` and so on. The first is whom turns are taken by. */
  keys: string[]
  limits: number[]
  start: () => void
}

/** Whose own doing it is when their share is used up: a 429. Another share is used up by several: a 503. */
const single = /^(?:person|address):/

/**
 * Bounds what runs at once, with a share for each holder, so that nobody takes what is for all. What does not run at
 * once waits, and whoever has been served least recently is next.
 */
export function createGate(options: GateOptions) {
  const { name, atOnce = Number.POSITIVE_INFINITY, shares = {}, maxWaiting, maxWaitMs, retryAfterSeconds = 1 } = options
  const running = new Map<string, number>()
  const waitingFor = new Map<string, number>()
  /** When a holder that is here was last served, in turns. */
  const servedAt = new Map<string, number>()
  const waiting = new Set<Entry>()
  let total = 0
  let turn = 0
  let refused = 0

  /** The share that is used up; undefined where none is. */
  const fullShare = ({ keys, limits }: Entry): string | undefined => {
    for (let i = 0; i < keys.length; i++) if ((running.get(keys[i]!) ?? 0) >= limits[i]!) return keys[i]
    return undefined
  }
  const isFree = (entry: Entry): boolean => total < atOnce && fullShare(entry) === undefined

  function begin({ keys }: Entry): void {
    total += 1
    turn += 1
    for (const key of keys) add(running, key, 1)
    if (keys[0] !== undefined) servedAt.set(keys[0], turn)
  }

  function leave(entry: Entry): void {
    total -= 1
    for (const key of entry.keys) add(running, key, -1)
    removeEntry(entry)
    while (total < atOnce) {
      const next = nextInTurn()
      if (!next) return
      unqueue(next)
      begin(next)
      next.start()
    }
  }

  function nextInTurn(): Entry | undefined {
    let best: Entry | undefined
    let bestServedAt = Number.POSITIVE_INFINITY
    for (const entry of waiting) {
      const at = servedAt.get(entry.keys[0] ?? '') ?? 0
      if (at < bestServedAt && fullShare(entry) === undefined) {
        best = entry
        bestServedAt = at
      }
    }
    return best
  }

  function queue(entry: Entry): void {
    waiting.add(entry)
    for (const key of entry.keys) add(waitingFor, key, 1)
  }

  function unqueue(entry: Entry): void {
    waiting.delete(entry)
    for (const key of entry.keys) add(waitingFor, key, -1)
  }

  function removeEntry({ keys: [first] }: Entry): void {
    if (first !== undefined && !running.has(first) && !waitingFor.has(first)) servedAt.delete(first)
  }

  function refusal(entry: Entry): ServiceError {
    refused += 1
    const share =
      fullShare(entry) ?? entry.keys.find((key) => (waitingFor.get(key) ?? 0) >= (maxWaiting?.perHolder ?? 1))
    const headers = { 'Retry-After': String(retryAfterSeconds) }
    return share !== undefined && single.test(share)
      ? new ServiceError('rate_limited', `Too many ${name} of yours at once; try again when some have ended.`, {
          headers,
        })
      : new ServiceError('unavailable', `Busy: too many ${name} at once; try again.`, { headers })
  }

  const mayWait = ({ keys }: Entry): boolean =>
    maxWaiting !== undefined &&
    waiting.size < maxWaiting.total &&
    keys.every((key) => (waitingFor.get(key) ?? 0) < maxWaiting.perHolder)

  /**
   * Resolves when it is these holders' turn, with what ends it; kinds without a share do not count.
   *
   * @throws ServiceError 429 where a person or an address has used up its share, 503 where others have
   */
  async function enter(holders: Holders = {}): Promise<() => void> {
    const keys: string[] = []
    const limits: number[] = []
    for (const kind in holders) {
      const holder = holders[kind]
      if (holder === undefined || shares[kind] === undefined) continue
      keys.push(`${kind}:${kind === 'address' ? networkOf(holder) : holder}`)
      limits.push(shares[kind])
    }
    const entry: Entry = { keys, limits, start: () => {} }
    if (isFree(entry)) begin(entry)
    else if (mayWait(entry)) await ownTurn(entry)
    else throw refusal(entry)
    let left = false
    return () => {
      if (!left) leave(entry)
      left = true
    }
  }

  function ownTurn(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer =
        maxWaitMs === undefined
          ? undefined
          : setTimeout(() => {
              unqueue(entry)
              removeEntry(entry)
              reject(refusal(entry))
            }, maxWaitMs)
      entry.start = () => {
        clearTimeout(timer)
        resolve()
      }
      queue(entry)
    })
  }

  const gate = {
    name,
    enter,

    /** Runs this when it is these holders' turn. Throws as `enter` does. */
    async pass<T>(holders: Holders, work: () => Promise<T>): Promise<T> {
      const end = await enter(holders)
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
      return waiting.size
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

/** Counts by key; keys whose count is zero are removed. */
function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
