import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** Rows of the queue that one statement indexes, so that the next workspace does not wait long. */
const maxSmall = 150
const maxLarge = 1
/** The depth of a longer queue is reported as this. */
const maxCounted = 100_000

/**
 * What is indexed apart, so that others do not wait for it: long texts, which take hundreds of milliseconds, and what was
 * imported, of which there may be any number.
 */
export interface QueueLane {
  isImported: boolean
  isLarge: boolean
}

/** Queues a message whose text this transaction has changed; its document is created within a second. */
export async function queueDocument(
  tx: Db,
  message: { workspaceId: string; id: string; rev: number; content: string; at: string },
): Promise<void> {
  const { workspaceId, id, rev, content, at } = message
  await tx
    .insertInto('search_queue')
    .values(({ fn, val }) => ({
      workspace_id: workspaceId,
      message_id: id,
      rev,
      characters: fn<number>('length', [val(content)]),
      queued_at: at,
    }))
    .execute()
}

/** Deletes messages' search documents. Must be called after the statement that deletes the messages: see `index_queued`. */
export async function removeDocuments(tx: Db, workspaceId: string, messageIds: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('search_documents')
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', ({ fn, val }) => fn.any(val(messageIds)))
    .execute()
}

/** The workspaces that have queued messages in a lane, and the length of the next one, by two index look-ups each. */
export async function findQueued(db: Db, lane: QueueLane): Promise<{ id: string; characters: number }[]> {
  const next = db.selectFrom('search_queue as q').select('q.workspace_id').orderBy('q.workspace_id').limit(sql.lit(1))
  return db
    .withRecursive('queued(id)', (qc) =>
      qc
        .selectFrom(next.as('first'))
        .select('first.workspace_id as id')
        .unionAll(
          qc
            .selectFrom('queued')
            .innerJoinLateral(next.where('q.workspace_id', '>', sql.ref<string>('queued.id')).as('next'), (join) =>
              join.onTrue(),
            )
            .select('next.workspace_id as id'),
        ),
    )
    .selectFrom('queued')
    .innerJoinLateral(
      ({ selectFrom }) =>
        selectFrom('search_queue as q')
          .select('q.characters')
          .whereRef('q.workspace_id', '=', 'queued.id')
          .where('q.is_imported', '=', lane.isImported)
          .where('q.is_large', '=', lane.isLarge)
          .orderBy('q.message_id')
          .orderBy('q.rev')
          .limit(sql.lit(1))
          .as('next'),
      (join) => join.onTrue(),
    )
    .select(['queued.id', 'next.characters'])
    .execute()
}

/**
 * Creates the next documents of a workspace's lane. Returns how many rows of its queue are done, how many are postponed, and whether
 * there may be more.
 */
export async function indexNext(db: Db, workspaceId: string, { isImported, isLarge }: QueueLane) {
  const max = isLarge ? maxLarge : maxSmall
  // Asynchronous commit is safe: if a crash loses the document, it also restores the row of the queue.
  const { rows } = await sql<{ taken: number; postponed: number; has_more: boolean }>`
    select taken, postponed, has_more
    from set_config('synchronous_commit', 'off', true),
      index_queued(${workspaceId}, ${isLarge}, ${max}, ${isImported})`.execute(db)
  const { taken, postponed, has_more } = rows[0]!
  return { taken, postponed, isFull: taken > 0 && has_more }
}

/** The queue's depth and the age of its oldest row in seconds, and how many wait that were imported. */
export async function measureQueue(db: Db): Promise<{ depth: number; age: number; imported: number }> {
  const queued = (isImported: boolean) =>
    db.selectFrom(({ selectFrom }) =>
      selectFrom('search_queue')
        .select('queued_at')
        .where('is_imported', '=', isImported)
        .limit(maxCounted)
        .as('queued'),
    )
  const [live, imported] = await Promise.all([
    queued(false)
      .select(({ fn }) => [
        fn.countAll<number>().as('depth'),
        sql<number>`coalesce(greatest(extract(epoch from clock_timestamp() - min(queued_at)), 0), 0)::float8`.as('age'),
      ])
      .executeTakeFirstOrThrow(),
    queued(true)
      .select(({ fn }) => fn.countAll<number>().as('depth'))
      .executeTakeFirstOrThrow(),
  ])
  return { ...live, imported: imported.depth }
}

/**
 * Moves new documents from the pending lists into the indexes. Returns false if another replica is doing it. No time
 * limit applies: while it runs, inserts never have to clean. Aborting cancels it.
 */
export async function cleanPendingLists(db: Db, signal: AbortSignal): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`
      select pg_backend_pid() as pid from set_config('statement_timeout', '0', true)`.execute(tx)
    const cancel = () => {
      sql`select pg_cancel_backend(${rows[0]!.pid})`.execute(db).catch(() => {})
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const cleaned = await sql`
        select gin_clean_pending_list('search_documents_by_key'), gin_clean_pending_list('search_documents_found')
        where pg_try_advisory_xact_lock(hashtextextended('messaging.search_documents', 0))`.execute(tx)
      return cleaned.rows.length > 0
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  })
}
