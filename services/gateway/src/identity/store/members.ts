import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { Membership } from '../domain/roles.ts'
import { insertHandles } from './users.ts'

/** A person of a workspace as the API shows them. */
export interface MemberRow extends Membership {
  user_id: string
  email: string
  name: string
  avatar_url: string | null
  joined_at: string
}

interface Roster {
  /** Who changes something; undefined when they are not in the workspace any more. */
  actor: MemberRow | undefined
  /** Whom they change. */
  target: MemberRow | undefined
  owners: number
}

const memberColumns = sql`user_id, email, display_name as name, avatar_url, role, agent, joined_at`

/**
 * Locks the workspace's roles until the transaction ends, and reads them: of two who change them at once, the second
 * sees what the first has done.
 */
export async function lockRoster(
  tx: Db,
  workspaceId: string,
  { actorId, targetId }: { actorId: string; targetId?: string },
): Promise<Roster> {
  await sql`select 1 from workspaces where id = ${workspaceId} for no key update`.execute(tx)
  const { rows } = await sql<MemberRow & { owners: number }>`
    select ${memberColumns},
      (select count(*) from members where workspace_id = ${workspaceId} and role = 'owner') as owners
    from people where workspace_id = ${workspaceId} and user_id in (${actorId}, ${targetId ?? actorId})`.execute(tx)
  return {
    actor: rows.find((row) => row.user_id === actorId),
    target: rows.find((row) => row.user_id === targetId),
    owners: rows[0]?.owners ?? 0,
  }
}

/** A page of the workspace's people, oldest first, and how many there are; undefined when `after` is nobody in it. */
export async function listMembers(
  db: Db,
  workspaceId: string,
  page: { limit: number; offset: number; after?: string | undefined },
): Promise<{ members: MemberRow[]; total: number } | undefined> {
  const { rows } = await sql<{ members: MemberRow[] | null; total: number; found: boolean }>`
    with anchor as (
      select joined_at, user_id from members
      where workspace_id = ${workspaceId} and user_id = ${page.after ?? null}::uuid)
    select
      (select count(*) from members where workspace_id = ${workspaceId}) as total,
      ${page.after === undefined} or exists (select from anchor) as found,
      (select json_agg(page order by page.at, page.user_id) from (
        select user_id, email, display_name as name, avatar_url, role, agent, parley.iso(joined_at) as joined_at,
          joined_at as at
        from people where workspace_id = ${workspaceId}
          and (${page.after === undefined} or (joined_at, user_id) > (select joined_at, user_id from anchor))
        order by people.joined_at, user_id limit ${page.limit} offset ${page.offset}) page) as members`.execute(db)
  const { members, total, found } = rows[0]!
  return found ? { members: members ?? [], total } : undefined
}

/** Whether a person of the workspace has this address, and it is proven. */
export async function isProvenMember(tx: Db, workspaceId: string, email: string): Promise<boolean> {
  const member = await tx
    .selectFrom('people')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .where('is_email_verified', '=', true)
    .executeTakeFirst()
  return member !== undefined
}

/** Adds a person with the channels they were invited into; someone who is in keeps their role and enters those alone. */
export async function joinWorkspace(
  tx: Db,
  member: Membership & { workspaceId: string; userId: string; channelIds: string[] },
  trace: Trace,
): Promise<void> {
  const { workspaceId, userId, role, agent, channelIds } = member
  const added = await tx
    .insertInto('members')
    .values({ workspace_id: workspaceId, user_id: userId, role, agent })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .executeTakeFirst()
  if (added) {
    await insertHandles(tx, userId, workspaceId)
    await enterChannels(tx, { workspaceId, userId, role, channelIds }, trace)
    return
  }
  await sql`
    select channels.enter_workspace(m.workspace_id, m.user_id, m.role, ${channelIds}::uuid[],
      ${JSON.stringify(trace)}::jsonb)
    from members m where m.workspace_id = ${workspaceId} and m.user_id = ${userId}`.execute(tx)
}

/** Changes a membership, and the channels that go with it. */
export async function updateMember(
  tx: Db,
  change: { workspaceId: string; userId: string; from: Membership; to: Membership },
  trace: Trace,
): Promise<void> {
  const { workspaceId, userId, from, to } = change
  await sql`
    update members set role = ${to.role}, agent = ${to.agent}
    where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(tx)
  if (from.role === 'guest' && to.role !== 'guest')
    await enterChannels(tx, { workspaceId, userId, role: to.role, channelIds: [] }, trace)
  if (from.role !== 'guest' && to.role === 'guest')
    await sql`select channels.demote_to_guest(${workspaceId}, ${userId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
}

/** Takes a person out of the workspace and all its channels; their sessions and keys for it go with the row. */
export async function deleteMember(tx: Db, workspaceId: string, userId: string, trace: Trace): Promise<void> {
  await sql`select channels.leave_workspace(${workspaceId}, ${userId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  await sql`delete from members where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(tx)
}

async function enterChannels(
  tx: Db,
  who: { workspaceId: string; userId: string; role: WorkspaceRole; channelIds: string[] },
  trace: Trace,
): Promise<void> {
  await sql`
    select channels.enter_workspace(${who.workspaceId}, ${who.userId}, ${who.role}, ${who.channelIds}::uuid[],
      ${JSON.stringify(trace)}::jsonb)`.execute(tx)
}
