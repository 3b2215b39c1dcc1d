import type { Permission, ToolPolicy } from '@parley/contracts/tools/tools'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** What was set for a tool, for a workspace or for one of its twins. */
export interface SetPolicy {
  tool: string
  twinId: string | null
  permission: Permission
  digest: string | null
}

/** What was set in a workspace: for all of it, and for one twin, if one is given. */
export async function readPolicies(db: Db, workspaceId: string, twinId: string | null): Promise<SetPolicy[]> {
  return db
    .selectFrom('tool_policies')
    .select(['tool', 'twin_id as twinId', 'permission', 'digest'])
    .where('workspace_id', '=', workspaceId)
    .where(({ or, eb }) => or([eb('twin_id', 'is', null), ...(twinId === null ? [] : [eb('twin_id', '=', twinId)])]))
    .$narrowType<{ permission: Permission }>()
    .execute()
}

export async function listPolicies(
  db: Db,
  workspaceId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ policies: ToolPolicy[]; total: number }> {
  const ofWorkspace = db.selectFrom('tool_policies').where('workspace_id', '=', workspaceId)
  const { total } = await ofWorkspace.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const policies = await ofWorkspace
    .select(['tool', 'twin_id', 'permission', 'set_by', 'set_at'])
    .orderBy('tool')
    .orderBy('twin_id', (order) => order.nullsFirst())
    .limit(limit)
    .offset(offset)
    .$narrowType<{ permission: Permission }>()
    .execute()
  return { policies, total }
}

/** How many a workspace may set. */
export const maxPolicies = 1_000

/**
 * Sets or, without a permission, removes what applies to a tool.
 *
 * @returns what was set before; undefined where there are too many
 */
export async function setPolicy(
  tx: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  { tool, twinId, permission, digest }: Omit<SetPolicy, 'permission'> & { permission: Permission | null },
): Promise<{ before: string | null } | undefined> {
  const one = tx
    .selectFrom('tool_policies')
    .select('permission')
    .where('workspace_id', '=', workspaceId)
    .where('tool', '=', tool)
    .where('twin_id', 'is not distinct from', twinId)
  const before = (await one.forUpdate().executeTakeFirst())?.permission ?? null
  if (permission === null) {
    await tx
      .deleteFrom('tool_policies')
      .where('workspace_id', '=', workspaceId)
      .where('tool', '=', tool)
      .where('twin_id', 'is not distinct from', twinId)
      .execute()
    return { before }
  }
  const { count } = await tx
    .selectFrom('tool_policies')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  if (before === null && count >= maxPolicies) return undefined
  const { now } = (await sql<{ now: string }>`select now() as now`.execute(tx)).rows[0]!
  await tx
    .insertInto('tool_policies')
    .values({
      workspace_id: workspaceId,
      twin_id: twinId,
      tool,
      permission,
      digest,
      set_by: userId,
      set_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'twin_id', 'tool'])
        .doUpdateSet({ permission, digest, set_by: userId, set_at: now }),
    )
    .execute()
  return { before }
}
