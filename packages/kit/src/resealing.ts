import { type Kysely, sql } from 'kysely'
import type { Log } from './log.ts'
import type { Loop, LoopWork } from './loops.ts'
import type { SecretBox, SecretOwner } from './secret-box.ts'

/** The row of a secret; where a workspace has one alone, its `id` is the workspace's. */
interface SealedRow {
  workspaceId: string
  id: string
}

/** A column of sealed secrets, in a table whose key begins with `workspace_id`. */
export interface SealedColumn {
  table: string
  column: string
  /** The other column of the key; `workspace_id` where there is none. */
  id: 'id' | 'workspace_id'
  /** What a secret was sealed for. */
  ownerOf(row: SealedRow): SecretOwner
}

const everyMs = 3_600_000
const batch = 500
const nil = '00000000-0000-0000-0000-000000000000'

/** Has secrets sealed anew once another key is the first of `SECRET_KEYS`: when a process starts, and every hour. */
export function keepResealed<DB>(
  { db, log, every }: { db: Kysely<DB>; log: Log; every: (name: string, intervalMs: number, work: LoopWork) => Loop },
  box: SecretBox,
  columns: readonly SealedColumn[],
): void {
  every('reseal-secrets', everyMs, async (signal) => {
    for (const column of columns) await resealColumn(db, box, column, { log, signal })
  })
}

/**
 * Seals with the first key what another has sealed, so that that one can be dropped. A secret that is changed meanwhile
 * stays as it is; one whose key is gone is logged, and hides no other.
 */
export async function resealColumn<DB>(
  db: Kysely<DB>,
  box: SecretBox,
  { table, column, id, ownerOf }: SealedColumn,
  { log, signal }: { log: Log; signal?: AbortSignal },
): Promise<void> {
  const [from, key, sealed] = [sql.table(table), sql.ref(id), sql.ref(column)]
  let after: SealedRow = { workspaceId: nil, id: nil }
  for (;;) {
    // Raw: which table it is, is not known here.
    const { rows } = await sql<SealedRow & { sealed: string }>`
      select workspace_id as "workspaceId", ${key} as id, ${sealed} as sealed from ${from}
      where ${sealed} is not null and (workspace_id, ${key}) > (${after.workspaceId}, ${after.id})
      order by workspace_id, ${key} limit ${batch}`.execute(db)
    for (const row of rows) {
      const fresh = resealed(row)
      if (fresh !== undefined)
        await sql`update ${from} set ${sealed} = ${fresh}
          where workspace_id = ${row.workspaceId} and ${key} = ${row.id} and ${sealed} = ${row.sealed}`.execute(db)
    }
    if (rows.length < batch || signal?.aborted) return
    after = rows.at(-1)!
  }

  function resealed(row: SealedRow & { sealed: string }): string | undefined {
    try {
      return box.isOutdated(row.sealed) ? box.reseal(row.sealed, ownerOf(row)) : undefined
    } catch (error) {
      log.error({ err: error, table, workspace: row.workspaceId }, 'a secret cannot be read, nor sealed anew')
      return undefined
    }
  }
}
