import { createPace } from '@parley/kit/pace'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { cleanPendingLists, findQueued, indexNext, measureQueue, type QueueLane } from '../store/search-queue.ts'

/** How often the queue is polled for large messages and for messages that another replica stored. */
const pollMs = 250
/** The pause between batches while messages are posted: a batch costs little more than one document. */
const restMs = 100
/** Cleaning seldom is cheaper, since words that several messages share are written once; large documents fill the list soon. */
const cleanEveryMs = { small: 2_000, large: 500 }
const measureEveryMs = 5_000
/** A workspace whose batch failed is passed over for this long. */
const retryMs = 1_000
/** Connections that creating small documents uses at most; large ones use one. */
const smallAtOnce = 2
/** A round begins no further batch after this, so that workspaces that were not in its list do not wait long. */
const roundMs = 100
/** After this, what a workspace's documents took counts half. */
const halfLifeMs = 10_000
const lanes = {
  small: { isImported: false, isLarge: false },
  large: { isImported: false, isLarge: true },
  imported: { isImported: true, isLarge: false },
  importedLarge: { isImported: true, isLarge: true },
} satisfies Record<string, QueueLane>
/** What the next document is expected to take. */
const msPerCharacter = 0.01

/**
 * Creates search documents from the queue that posts and edits write, in every replica. The next batch is of the
 * workspace whose documents have lately taken the least time, its next one's included: a workspace that posts now and then
 * waits for the running batches alone, however many others have long queues or long texts. What was imported is indexed
 * beside that, by one connection at most half of the time. The queue is in PostgreSQL, so a crash loses nothing.
 */
export function createIndexer({
  db,
  log,
  metrics,
  every,
}: Pick<ServiceRuntime<DB>, 'db' | 'log' | 'metrics' | 'every'>) {
  /** The sizes of documents that were made since the pending lists were last cleaned, and when that was. */
  const uncleaned = new Set<keyof typeof cleanEveryMs>(['small'])
  let cleanedAt = 0
  let queue = { depth: 0, age: 0, imported: 0 }
  /** The milliseconds that workspaces' documents have lately taken, and as of when. */
  const spent = new Map<string, { ms: number; at: number }>()
  /** Workspaces whose last batch failed, and until when they are passed over, so that they hold up no other. */
  const failed = new Map<string, number>()
  const pace = createPace({ fewest: 100 })

  metrics.gauge(
    'parley_search_queue_messages',
    'Messages in the search queue, whose search document is still to be created.',
    () => queue.depth,
  )
  metrics.gauge('parley_search_queue_age_seconds', 'Age of the oldest entry of the search queue.', () => queue.age)
  metrics.gauge(
    'parley_search_queue_imported_messages',
    'Imported messages whose search document is still to be created.',
    () => queue.imported,
  )

  function spentBy(id: string): number {
    const known = spent.get(id)
    const ms = known ? known.ms * 2 ** ((known.at - Date.now()) / halfLifeMs) : 0
    if (ms < 1) spent.delete(id)
    return ms
  }

  /** Indexes a batch of each workspace that has queued messages in a lane. */
  async function indexRound(lane: QueueLane, connections: number, signal: AbortSignal) {
    for (const id of [...spent.keys()]) spentBy(id)
    const queued = await findQueued(db, lane)
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
          const batch = await indexNext(db, id, lane)
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
    await Promise.all(Array.from({ length: connections }, takeTurns))
    if (taken > 0) uncleaned.add(lane.isLarge ? 'large' : 'small')
    return { hasMore, taken, ms: Date.now() - startedAt }
  }

  async function clean(signal: AbortSignal): Promise<void> {
    const isDue = uncleaned.has('large') || (uncleaned.size > 0 && Date.now() - cleanedAt >= cleanEveryMs.small)
    if (!isDue) return
    uncleaned.clear()
    let isCleaned = false
    try {
      isCleaned = await cleanPendingLists(db, signal)
      cleanedAt = Date.now()
    } finally {
      // Another replica may have begun before these documents were stored.
      if (!isCleaned) uncleaned.add('small')
    }
  }

  const small = every('index-messages', pollMs, async (signal) => {
    const { hasMore, taken } = await indexRound(lanes.small, smallAtOnce, signal)
    if (hasMore) return 0
    return taken > 0 ? restMs : undefined
  })
  every('index-large-messages', pollMs, async (signal) =>
    (await indexRound(lanes.large, 1, signal)).hasMore ? 0 : undefined,
  )
  every('index-imported-messages', pollMs, async (signal) => {
    const [small, large] = [
      await indexRound(lanes.imported, 1, signal),
      await indexRound(lanes.importedLarge, 1, signal),
    ]
    const rest = Math.max(small.ms, large.ms, pace.restAfter(small.ms, small.taken))
    return small.hasMore || large.hasMore ? rest : undefined
  })
  every('clean-search-indexes', cleanEveryMs.large, clean)
  every('measure-search-queue', measureEveryMs, async () => {
    queue = await measureQueue(db)
  })

  return {
    /** Wakes the indexer after messages were queued and committed. Never throws and never waits. */
    flush: small.wake,
  }
}

export type Indexer = ReturnType<typeof createIndexer>
