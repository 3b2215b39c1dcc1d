import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { cleanPendingLists, findQueued, indexNext, measureQueue, type QueueSize } from '../store/search-queue.ts'

/** How long a long message, or one that another replica stored, can be queued before this one sees it, at most. */
const pollMs = 250
/** While messages are posted, documents are made in batches this far apart: a batch costs little more than a document. */
const restMs = 50
const cleanEveryMs = 500
const measureEveryMs = 5_000
const troubleMs = 1_000
/** Connections that small documents take at most; large ones take one. */
const smallAtOnce = 2

/**
 * Makes the documents that messages are found by, from the queue that posts and edits write, in as many replicas as there
 * are. Workspaces take turns, so that one with much to index delays only itself; nothing is kept in memory, so that
 * nothing is lost with a process.
 */
export function createIndexer({ db, log, metrics }: Pick<ServiceRuntime<DB>, 'db' | 'log' | 'metrics'>) {
  const stopping = new AbortController()
  const { signal } = stopping
  let flushes = 0
  let wake = () => {}
  let isClean = false
  let queue = { depth: 0, age: 0 }
  let running: Promise<unknown> | undefined
  let isFailing = false

  metrics.gauge('parley_search_queue_messages', 'Changes whose search document is still to be made.', () => queue.depth)
  metrics.gauge('parley_search_queue_age_seconds', 'How long the first of them has waited.', () => queue.age)

  /** One batch of each workspace that has something in the size; how long until the size is looked at again. */
  async function indexRound(size: QueueSize): Promise<number> {
    const seen = flushes
    const workspaces = await findQueued(db, size)
    let taken = 0
    let hasMore = false
    const takeTurns = async () => {
      for (let id = workspaces.pop(); id !== undefined && !signal.aborted; id = workspaces.pop()) {
        const batch = await indexNext(db, id, size)
        taken += batch.taken
        hasMore ||= batch.isFull
      }
    }
    await Promise.all(Array.from({ length: size === 'large' ? 1 : smallAtOnce }, takeTurns))
    if (taken > 0) isClean = false
    if (hasMore) return 0
    return size === 'small' && (taken > 0 || flushes > seen) ? restMs : pollMs
  }

  async function clean(): Promise<number> {
    if (!isClean) {
      isClean = true
      await cleanPendingLists(db)
    }
    return cleanEveryMs
  }

  async function measure(): Promise<number> {
    queue = await measureQueue(db)
    return measureEveryMs
  }

  const pause = (ms: number, ending: AbortSignal = signal): Promise<void> =>
    wait(ms, undefined, { signal: ending }).catch(() => {})

  /** `flush` ends it, unless it is a rest between batches. */
  function pauseUntilFlushed(ms: number): Promise<void> {
    if (ms !== pollMs) return pause(ms)
    const flushed = new AbortController()
    wake = () => flushed.abort()
    return pause(ms, AbortSignal.any([signal, flushed.signal]))
  }

  /** Does its work again and again, each time after as long as the work says. */
  async function repeat(work: () => Promise<number>, pauseFor = pause): Promise<void> {
    while (!signal.aborted) {
      let waitMs = troubleMs
      try {
        waitMs = await work()
        isFailing = false
      } catch (error) {
        if (!isFailing && !signal.aborted) log.warn({ err: error }, 'search documents wait')
        isFailing = true
        isClean = false
      }
      await pauseFor(waitMs)
    }
  }

  return {
    start(): void {
      running ??= Promise.all([
        repeat(() => indexRound('small'), pauseUntilFlushed),
        repeat(() => indexRound('large')),
        repeat(clean),
        repeat(measure),
      ])
    },
    /** Says that something was queued. Never throws and never waits: the rows are committed. */
    flush(): void {
      flushes++
      wake()
    },
    /** Ends with the batches that are being made. */
    async close(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}

export type Indexer = ReturnType<typeof createIndexer>
