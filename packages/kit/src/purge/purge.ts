import { servicePurges } from '@parley/contracts/identity/purging'
import type { ServiceName } from '@parley/contracts/services'
import { type Kysely, sql } from 'kysely'
import { Postpone } from '../jobs.ts'
import { transaction } from '../outbox.ts'
import type { ServiceRuntime } from '../runtime.ts'
import type { Trace } from '../trace.ts'
import { deleteSomeAnswers, deleteSomeQuarantined, deleteSomeRows, listPurgedTables } from './tables.ts'

/** How files are purged, in a service that has some: `purgingOf` of packages/files. */
export interface FilePurge<DB> {
  /** Their tables, which are not emptied as others are. */
  tables: readonly string[]
  /** Deletes some files of a workspace, and has their bytes removed; returns how many. */
  deleteSome(tx: Kysely<DB>, workspaceId: string): Promise<number>
  /** How many objects of a workspace are left in the storage, after asking for their removal. */
  countLeft(db: Kysely<DB>, workspaceId: string): Promise<number>
}

export interface PurgeOptions<DB> {
  /** Ends what would write again, such as what visitors are signed in with. */
  before?: (workspaceId: string, trace: Trace) => Promise<void>
  files?: FilePurge<DB>
}

const lookEveryMs = 1_000

/**
 * Deletes what a service has of a workspace when the job `purge-workspace-in-…` says so: every row of every table with a
 * `workspace_id`, in batches, kept answers, and files with their bytes. A batch and its count are one transaction, so a run
 * that is interrupted, wherever, goes on where it was.
 */
export function workPurge<DB>(
  service: Exclude<ServiceName, 'gateway'>,
  { db, work }: Pick<ServiceRuntime<DB>, 'db' | 'work'>,
  { before, files }: PurgeOptions<DB> = {},
): void {
  const job = servicePurges.find(({ owner }) => owner === service)!
  work(job, async ({ workspace_id: workspaceId }, { trace, signal }) => {
    await before?.(workspaceId, trace)
    await purgeRows(db, { service, workspaceId, signal, except: files?.tables ?? [] })
    if (!files) return
    const deleteFiles = (tx: Kysely<DB>) => files.deleteSome(tx, workspaceId)
    await deleteAll(db, { service, workspaceId, signal }, 'files', deleteFiles)
    if ((await files.countLeft(db, workspaceId)) > 0) throw new Postpone(lookEveryMs)
  })
}

interface Purge {
  service: ServiceName
  workspaceId: string
  signal: AbortSignal
}

/** Deletes the rows of a workspace in this schema, but of the tables that are named. */
export async function purgeRows<DB>(db: Kysely<DB>, purge: Purge & { except: readonly string[] }): Promise<void> {
  const { workspaceId, except } = purge
  for (const table of await listPurgedTables(db, except))
    await deleteAll(db, purge, table.name, (tx) => deleteSomeRows(tx, table, workspaceId))
  await deleteAll(db, purge, 'idempotency_keys', (tx) => deleteSomeAnswers(tx, workspaceId))
  await deleteAll(db, purge, 'outbox', (tx) => deleteSomeQuarantined(tx, workspaceId))
}

/** Deletes until nothing is left, and counts it, a batch in a transaction. */
async function deleteAll<DB>(
  db: Kysely<DB>,
  { service, workspaceId, signal }: Purge,
  kind: string,
  deleteSome: (tx: Kysely<DB>) => Promise<number>,
): Promise<void> {
  for (let deleted = 1; deleted > 0; ) {
    signal.throwIfAborted()
    deleted = await transaction(db, async (tx) => {
      const count = await deleteSome(tx)
      if (count > 0) await countPurged(tx, { service, workspaceId }, kind, count)
      return count
    })
  }
}

/** Adds to what was deleted of a workspace, as its receipt says. */
export async function countPurged<DB>(
  tx: Kysely<DB>,
  { service, workspaceId }: Pick<Purge, 'service' | 'workspaceId'>,
  kind: string,
  count: number,
): Promise<void> {
  await sql`select gateway.count_purged(${workspaceId}, ${service}, ${kind}, ${count})`.execute(tx)
}
