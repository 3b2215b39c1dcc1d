import type { Twin } from '@parley/contracts/twins/twin'
import type { Caller } from '@parley/kit/assertion'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'

type Workspace = Pick<Caller, 'workspaceId'>

/** What a version of a twin is. */
export type TwinContent = Pick<Twin, 'name' | 'personality' | 'system_prompt' | 'model' | 'tools' | 'avatar_url'>

const columns = [
  'id',
  'workspace_id',
  'handle',
  'name',
  'personality',
  'system_prompt',
  'model',
  'tools',
  'avatar_url',
  'is_built_in',
  'version',
  'created_by',
  'created_at',
  'updated_at',
] as const

/** Built-ins first, in the order in which they come with a workspace. */
const inOrder = sql`is_built_in desc, case when is_built_in then id::text else handle_key end`

/** A page of the workspace's twins, and how many there are. */
export async function listTwins(
  db: Db,
  { workspaceId }: Workspace,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ twins: Twin[]; total: number }> {
  const twins = db.selectFrom('twins').where('workspace_id', '=', workspaceId)
  const [page, { total }] = await Promise.all([
    twins.select(columns).orderBy(inOrder).limit(limit).offset(offset).execute(),
    twins.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { twins: page, total }
}

export const findTwin = (db: Db, { workspaceId }: Workspace, id: string): Promise<Twin | undefined> =>
  db.selectFrom('twins').select(columns).where('workspace_id', '=', workspaceId).where('id', '=', id).executeTakeFirst()

/** Locks a twin until the transaction ends: its versions count up. */
export const lockTwin = (tx: Db, { workspaceId }: Workspace, id: string): Promise<Twin | undefined> =>
  tx
    .selectFrom('twins')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** Locks a twin against deletion until the transaction ends; whether there is one. */
export async function lockTwinShared(tx: Db, { workspaceId }: Workspace, id: string): Promise<boolean> {
  const twin = await tx
    .selectFrom('twins')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
  return twin !== undefined
}

/** Locks the handles of a workspace's twins, and how many there are, until the transaction ends. */
export async function lockHandles(tx: Db, { workspaceId }: Workspace): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`twins:${workspaceId}`}, 0))`.execute(tx)
}

/** Whose handle a twin's would be: another twin's, or a person's of the workspace. */
export async function isHandleTaken(
  db: Db,
  { workspaceId }: Workspace,
  { key, exceptId }: { key: string; exceptId?: string },
): Promise<boolean> {
  const { taken } = await db
    .selectNoFrom(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('gateway.handles')
            .select('handle')
            .where('workspace_id', '=', workspaceId)
            .where('handle', '=', key),
        ),
        exists(
          selectFrom('twins')
            .select('id')
            .where('workspace_id', '=', workspaceId)
            .where('handle_key', '=', key)
            .$if(exceptId !== undefined, (twin) => twin.where('id', '<>', exceptId!)),
        ),
      ])
        .$castTo<boolean>()
        .as('taken'),
    )
    .executeTakeFirstOrThrow()
  return taken
}

/**
 * Stores a new twin with its first version, unless the workspace, whose handles are locked, has as many as it may.
 *
 * @returns undefined where it has
 */
export async function insertTwin(
  tx: Db,
  { workspaceId, userId }: Pick<Caller, 'workspaceId' | 'userId'>,
  twin: TwinContent & { handle: string },
  maxTwins: number,
): Promise<Twin | undefined> {
  const { count } = await tx
    .selectFrom('twins')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  if (count >= maxTwins) return undefined
  const inserted = await tx
    .insertInto('twins')
    .values({ workspace_id: workspaceId, created_by: userId, ...twin })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await insertVersion(tx, inserted, userId)
  return inserted
}

/** Changes a locked twin; its content before and after is in its versions. */
export async function updateTwin(
  tx: Db,
  twin: Twin,
  changed: Partial<TwinContent> & { handle?: string },
  changedBy: string,
): Promise<Twin> {
  const updated = await tx
    .updateTable('twins')
    .set({ ...changed, version: twin.version + 1, updated_at: sql<string>`now()` })
    .where('workspace_id', '=', twin.workspace_id)
    .where('id', '=', twin.id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  await insertVersion(tx, updated, changedBy)
  return updated
}

async function insertVersion(tx: Db, twin: Twin, changedBy: string): Promise<void> {
  const { workspace_id, id, version, name, personality, system_prompt, model, tools, avatar_url } = twin
  await tx
    .insertInto('twin_versions')
    .values({
      workspace_id,
      twin_id: id,
      version,
      name,
      personality,
      system_prompt,
      model,
      tools,
      avatar_url,
      changed_by: changedBy,
    })
    .execute()
}

export async function deleteTwin(tx: Db, { workspace_id, id }: Twin): Promise<void> {
  await tx.deleteFrom('twins').where('workspace_id', '=', workspace_id).where('id', '=', id).execute()
}
