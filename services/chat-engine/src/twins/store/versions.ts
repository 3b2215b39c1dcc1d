import type { TwinVersion } from '@parley/contracts/twins/twin'
import type { Db } from '../../context.ts'

interface TwinRef {
  workspaceId: string
  twinId: string
}

const versionsOf = (db: Db, { workspaceId, twinId }: TwinRef) =>
  db
    .selectFrom('twin_versions')
    .select([
      'version',
      'name',
      'personality',
      'system_prompt',
      'model',
      'tools',
      'avatar_url',
      'changed_by',
      'created_at',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('twin_id', '=', twinId)

/** The versions of a twin before one, newest first. */
export const listVersions = (
  db: Db,
  twin: TwinRef,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<TwinVersion[]> =>
  versionsOf(db, twin)
    .$if(before !== undefined, (versions) => versions.where('version', '<', before!))
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()

export const findVersion = (db: Db, twin: TwinRef, version: number): Promise<TwinVersion | undefined> =>
  versionsOf(db, twin).where('version', '=', version).executeTakeFirst()

/** Deletes the versions up to one. */
export async function deleteVersionsUpTo(tx: Db, { workspaceId, twinId }: TwinRef, version: number): Promise<void> {
  await tx
    .deleteFrom('twin_versions')
    .where('workspace_id', '=', workspaceId)
    .where('twin_id', '=', twinId)
    .where('version', '<=', version)
    .execute()
}
