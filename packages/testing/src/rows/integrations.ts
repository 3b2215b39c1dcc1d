import type { ImportStatus } from '@parley/contracts/imports/import'
import { decodeId } from '@parley/contracts/type-id'
import type { TestDatabase } from '../database.ts'
import type { Membership } from './gateway.ts'

/** An import's id as the database has it, in whichever form it was answered. */
const uuidOf = (id: string) => decodeId(id, ['job'])

/** What an archive looks like that is not there. */
const archive = { id: '0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80', name: 'export.zip', size: 22, type: 'application/zip' }

/** Writes an import of an archive without channels, by this person; its id. */
export async function insertImport(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  status: ImportStatus,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `insert into integrations.imports (workspace_id, kind, requested_by, status, archive, completed_at)
     values ($1, 'slack', $2, $3, $4, case when $3 in ('completed', 'failed') then now() end) returning id`,
    [workspaceId, userId, status, { ...archive, width: null, height: null, has_thumbnail: false }],
  )
  return row!.id
}

/** Ends the imports of a workspace that run, of which there may be two. */
export const endImports = (database: TestDatabase, workspaceId: string) =>
  database.query(
    `update integrations.imports set status = 'failed', completed_at = now()
     where workspace_id = $1 and completed_at is null`,
    [workspaceId],
  )

/** Has an import look as if its jobs were lost, or as if it had ended weeks ago. */
export const ageImport = (database: TestDatabase, id: string) =>
  database.query(
    `update integrations.imports set touched_at = now() - interval '1 hour', completed_at = completed_at - interval '30 days'
     where id = $1`,
    [uuidOf(id)],
  )

/** Whether the archive of an import is kept. */
export async function hasArchive(database: TestDatabase, id: string): Promise<boolean> {
  const rows = await database.query('select from integrations.files where holder_id = $1', [uuidOf(id)])
  return rows.length > 0
}
