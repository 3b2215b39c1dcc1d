import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { type Approval, type ApprovalStatus, approvalMinutes } from '@parley/contracts/tools/approvals'
import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

/** Who sees and decides. */
export interface Decider {
  workspaceId: string
  userId: string
  role: WorkspaceRole
}

export interface NewApproval {
  id: string
  workspaceId: string
  runId: string
  userId: string
  channelId: string | null
  tool: string
  input: unknown
  reason: Approval['reason']
}

const columns = [
  'id',
  'run_id',
  'user_id',
  'channel_id',
  'tool',
  'input',
  'reason',
  'status',
  'decided_by',
  'created_at',
  'expires_at',
  'decided_at',
] as const

const eb = expressionBuilder<DB, 'approvals'>()

/**
 * Those that somebody may decide: what they asked themselves, in a channel only while they can read it, and in channels
 * that they can read whatever anybody asked, where they are an owner or admin of the workspace.
 */
function decidableBy({ workspaceId, userId, role }: Decider) {
  const isAdmin = role === 'owner' || role === 'admin'
  const canRead = eb.exists(
    eb
      .selectFrom('channels.access as a')
      .select('a.channel_id')
      .where('a.workspace_id', '=', workspaceId)
      .where('a.user_id', '=', userId)
      .whereRef('a.channel_id', '=', 'approvals.channel_id'),
  )
  return eb.and([
    eb('approvals.workspace_id', '=', workspaceId),
    isAdmin
      ? eb.or([eb.and([eb('approvals.channel_id', 'is', null), eb('approvals.user_id', '=', userId)]), canRead])
      : eb.and([eb('approvals.user_id', '=', userId), eb.or([eb('approvals.channel_id', 'is', null), canRead])]),
  ])
}

/** A page of what somebody may decide, or might have: those that wait first, then the newest. */
export async function listApprovals(
  db: Db,
  decider: Decider,
  { status, limit, offset }: { status: ApprovalStatus | undefined; limit: number; offset: number },
): Promise<{ approvals: Approval[]; total: number }> {
  const theirs = db
    .selectFrom('approvals')
    .where(decidableBy(decider))
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
  const { total } = await theirs.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const approvals = await theirs
    .select(columns)
    .orderBy(sql`(status = 'pending')`, 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .$castTo<Approval>()
    .execute()
  return { approvals, total }
}

export async function findApproval(db: Db, decider: Decider, id: string): Promise<Approval | undefined> {
  return db
    .selectFrom('approvals')
    .select(columns)
    .where(decidableBy(decider))
    .where('id', '=', id)
    .$castTo<Approval>()
    .executeTakeFirst()
}

/** Asks for an approval. It expires by the database's clock. */
export async function insertApproval(tx: Db, approval: NewApproval): Promise<Approval> {
  return tx
    .insertInto('approvals')
    .values({
      workspace_id: approval.workspaceId,
      id: approval.id,
      run_id: approval.runId,
      user_id: approval.userId,
      channel_id: approval.channelId,
      tool: approval.tool,
      input: JSON.stringify(approval.input ?? null),
      reason: approval.reason,
      expires_at: sql<string>`now() + make_interval(mins => ${approvalMinutes})`,
    })
    .returning(columns)
    .$castTo<Approval>()
    .executeTakeFirstOrThrow()
}

/** Decides one that waits, whose run has not ended; undefined where it cannot be decided, or not by them. */
export async function decideApproval(
  tx: Db,
  decider: Decider,
  id: string,
  status: 'approved' | 'denied',
): Promise<Approval | undefined> {
  return tx
    .updateTable('approvals')
    .set({ status, decided_by: decider.userId, decided_at: sql<string>`clock_timestamp()` })
    .where(decidableBy(decider))
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where('expires_at', '>', sql<string>`clock_timestamp()`)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('runs as r')
          .select('r.id')
          .where('r.workspace_id', '=', decider.workspaceId)
          .whereRef('r.id', '=', 'approvals.run_id')
          .where('r.ended_at', 'is', null)
          .where('r.stop_requested_at', 'is', null),
      ),
    )
    .returning(columns)
    .$castTo<Approval>()
    .executeTakeFirst()
}

/** An approval that a run of this process waits for. */
export interface AwaitedApproval {
  workspaceId: string
  id: string
}

/** What became of approvals that are waited for; those that still wait are left out. One query, however many. */
export async function readOutcomes(
  db: Db,
  awaited: readonly AwaitedApproval[],
): Promise<{ id: string; status: Exclude<ApprovalStatus, 'pending'> }[]> {
  const { rows } = await sql<{ id: string; status: Exclude<ApprovalStatus, 'pending'> }>`
    select a.id, a.status
    from unnest(${awaited.map(({ workspaceId }) => workspaceId)}::uuid[], ${awaited.map(({ id }) => id)}::uuid[])
      awaited (workspace_id, id)
    join approvals a on a.workspace_id = awaited.workspace_id and a.id = awaited.id
    where a.status <> 'pending'`.execute(db)
  return rows
}

/** Ends some that nobody can decide any more: their time is over, or their run has ended without them. */
export async function endSomeUndecided(tx: Db, limit = 100): Promise<(Approval & { workspace_id: string })[]> {
  const { rows } = await sql<Approval & { workspace_id: string }>`
    with over as (
      select a.workspace_id, a.id, r.ended_at is not null or r.id is null as has_ended
      from approvals a left join runs r on r.workspace_id = a.workspace_id and r.id = a.run_id
      where a.status = 'pending' and (a.expires_at <= clock_timestamp() or r.ended_at is not null or r.id is null)
      limit ${limit} for update of a skip locked)
    update approvals a
    set status = case when over.has_ended then 'cancelled' else 'expired' end, decided_at = clock_timestamp()
    from over where a.workspace_id = over.workspace_id and a.id = over.id
    returning a.workspace_id, a.id, a.run_id, a.user_id, a.channel_id, a.tool, a.input, a.reason, a.status,
      a.decided_by, a.created_at, a.expires_at, a.decided_at`.execute(tx)
  return rows
}

/** Ends those that wait for a run that ends. */
export const cancelApprovals = (tx: Db, workspaceId: string, runId: string): Promise<Approval[]> =>
  tx
    .updateTable('approvals')
    .set({ status: 'cancelled', decided_at: sql<string>`clock_timestamp()` })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .where('status', '=', 'pending')
    .returning(columns)
    .$castTo<Approval>()
    .execute()

/** How long one is listed; the audit trail has for good how it ended. */
const keptDays = 90

/** Deletes some that ended long ago, and whether there may be more. */
export async function deleteOldApprovals(db: Db, limit = 500): Promise<boolean> {
  const { rows } = await sql<{ deleted: number }>`
    with old as (
      select workspace_id, id from approvals
      where status <> 'pending' and created_at < now() - make_interval(days => ${keptDays})
      order by created_at limit ${limit} for update skip locked),
    deleted as (
      delete from approvals a using old where a.workspace_id = old.workspace_id and a.id = old.id returning 1)
    select count(*)::int as deleted from deleted`.execute(db)
  return rows[0]!.deleted === limit
}

/** Admins whom one event reaches. */
const maxNotified = 100

/** The people who may decide what somebody asked in a channel: they, and the owners and admins who can read it. */
export async function findDeciders(
  db: Db,
  { workspaceId, userId, channelId }: Pick<NewApproval, 'workspaceId' | 'userId' | 'channelId'>,
): Promise<string[]> {
  if (channelId === null) return [userId]
  const found = await db
    .selectFrom('channels.access')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where(({ or, eb }) => or([eb('user_id', '=', userId), eb('workspace_role', 'in', ['owner', 'admin'])]))
    .limit(maxNotified)
    .execute()
  return found.map(({ user_id }) => user_id)
}
