import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { cleanPendingLists, findQueued, indexNext, measureQueue, type QueueSize } from '../store/search-queue.ts'

/** How often the queue is polled for large messages and for messages that another replica stored. */
const pollMs = 250
/** The pause between batches while messages are posted: a batch costs little more than one document. */
const restMs = 100
/** Cleaning seldom is cheaper, since words that several messages share are written once; large documents fill the list soon. */
const cleanEveryMs = { small: 2_000, large: 500 } satisfies Record<QueueSize, number>
const measureEveryMs = 5_000
const retryMs = 1_000
/** Connections that creating small documents uses at most; large ones use one. */
const smallAtOnce = 2
/** A round begins no further batch after this, so that workspaces that were not in its list do not wait long. */
const roundMs = 100
/** After this, what a workspace's documents took counts half. */
const halfLifeMs = 10_000
/** What the next document is expected to take. */
const msPerCharacter = 0.01

/**
 * Creates search documents from the queue that posts and edits write, in every replica. The next batch is of the
 * workspace whose documents have lately taken the least time, its next one's included: a workspace that posts now and then
 * waits for the running batches alone, however many others have long queues or long texts. The queue is in PostgreSQL, so
 * a crash loses nothing.
 */
export function createIndexer({ db, log, metrics }: Pick<ServiceRuntime<DB>, 'db' | 'log' | 'metrics'>) {
  const stopping = new AbortController()
  const { signal } = stopping
  let flushes = 0
  let wake: () => void = () => {}
  /** The sizes of documents that were made since the pending lists were last cleaned, and when that was. */
  const uncleaned = new Set<QueueSize>(['small'])
  let cleanedAt = 0
  let queue = { depth: 0, age: 0 }
  let running: Promise<unknown> | undefined
  /** The milliseconds that workspaces' documents have lately taken, and as of when. */
  const spent = new Map<string, { ms: number; at: number }>()
  /** Workspaces whose last batch failed, and until when they are passed over, so that they hold up no other. */
  const failed = new Map<string, number>()

  metrics.gauge(
    'parley_search_queue_messages',
    'Messages in the search queue, whose search document is still to be created.',
    () => queue.depth,
  )
  metrics.gauge('parley_search_queue_age_seconds', 'Age of the oldest entry of the search queue.', () => queue.age)

  function spentBy(id: string): number {
    const known = spent.get(id)
    const ms = known ? known.ms * 2 ** ((known.at - Date.now()) / halfLifeMs) : 0
    if (ms < 1) spent.delete(id)
    return ms
  }

  /** Indexes a batch of each workspace that has queued messages of a size; returns the milliseconds until the next round. */
  async function indexRound(size: QueueSize): Promise<number> {
    const seen = flushes
    for (const id of [...spent.keys()]) spentBy(id)
    const queued = await findQueued(db, size)
    const startedAt = Date.now()
    const workspaces = queued
      .filter(({ id }) => startedAt >= (failed.get(id) ?? 0))
      .map(({ id, characters }) => ({ id, ms: spentBy(id) + characters * msPerCharacter }))
      .sort((a, b) => b.ms - a.ms)
    let taken = 0
    let hasMore = false
    const takeTurns = async () => {
      for (let next = workspaces.pop(); next !== undefined && !signal.aborted; next = workspaces.pop()) {
        const { id } = next
        const batchAt = Date.now()
        try {
          const batch = await indexNext(db, id, size)
          taken += batch.taken
          hasMore ||= batch.isFull
          failed.delete(id)
        } catch (error) {
          if (!failed.has(id) && !signal.aborted)
            log.warn(
              { err: error, workspace: id },
              `creating search documents failed, retrying every ${retryMs / 1_000} s`,
            )
          failed.set(id, Date.now() + retryMs)
        }
        spent.set(id, { ms: spentBy(id) + Date.now() - batchAt, at: Date.now() })
        if (Date.now() - startedAt > roundMs) break
      }
      hasMore ||= workspaces.length > 0
    }
    await Promise.all(Array.from({ length: size === 'large' ? 1 : smallAtOnce }, takeTurns))
    if (taken > 0) uncleaned.add(size)
    if (hasMore) return 0
    return size === 'small' && (taken > 0 || flushes > seen) ? restMs : pollMs
  }

  async function clean(): Promise<number> {
    const isDue = Date.now() - cleanedAt >= cleanEveryMs.small
    if (uncleaned.has('large') || (isDue && uncleaned.size > 0)) {
      uncleaned.clear()
      // Another replica may have begun before these documents were stored.
      if (!(await cleanPendingLists(db, signal))) uncleaned.add('small')
      cleanedAt = Date.now()
    }
    return cleanEveryMs.large
  }

  async function measure(): Promise<number> {
    queue = await measureQueue(db)
    return measureEveryMs
  }

  const pause = (ms: number, ending: AbortSignal = signal): Promise<void> =>
    wait(ms, undefined, { signal: ending }).catch(() => {})

  /** Pauses until `flush` is called; a pause between batches is not cut short. */
  function pauseUntilFlushed(ms: number): Promise<void> {
    if (ms !== pollMs) return pause(ms)
    const flushed = new AbortController()
    wake = () => {
      wake = () => {}
      flushed.abort()
    }
    return pause(ms, AbortSignal.any([signal, flushed.signal]))
  }

  /** Repeats work, each time after as many milliseconds as it returns. A failure is logged once until it succeeds again. */
  async function repeat(name: string, work: () => Promise<number>, pauseFor = pause): Promise<void> {
    let isFailing = false
    while (!signal.aborted) {
      let waitMs = retryMs
      try {
        waitMs = await work()
        isFailing = false
      } catch (error) {
        if (!isFailing && !signal.aborted)
          log.warn({ err: error }, `${name} failed, retrying every ${retryMs / 1_000} s`)
        isFailing = true
        uncleaned.add('small')
      }
      await pauseFor(waitMs)
    }
  }

  return {
    start(): void {
      running ??= Promise.all([
        repeat('creating search documents', () => indexRound('small'), pauseUntilFlushed),
        repeat('creating large search documents', () => indexRound('large')),
        repeat('cleaning the pending lists of the search indexes', clean),
        repeat('measuring the search queue', measure),
      ])
    },
    /** Wakes the indexer after messages were queued and committed. Never throws and never waits. */
    flush(): void {
      flushes++
      wake()
    },
    /** Stops, after the current batches. */
    async close(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}

export type Indexer = ReturnType<typeof createIndexer>
