import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Trace } from '@parley/kit/trace'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { DB } from '../../schema.ts'
import { deskRoles, type Membership } from '../domain/roles.ts'
import { revokeInvitationsBy } from './invitations.ts'
import { last as lastCodePoint, prefixOf } from './people.ts'
import { insertHandles } from './users.ts'

const columns = ['user_id', 'email', 'display_name as name', 'avatar_url', 'role', 'agent', 'joined_at'] as const

/** A person of a workspace as the API shows them. */
export interface MemberRow
  extends Pick<Selectable<DB['people']>, 'user_id' | 'email' | 'avatar_url' | 'role' | 'agent' | 'joined_at'> {
  name: string
}

/** One of a list. */
export interface ListedMemberRow extends MemberRow {
  last_seen_at: string | null
}

interface Roster {
  /** Who changes something; undefined when they are not in the workspace any more. */
  actor: MemberRow | undefined
  /** Whom they change. */
  target: MemberRow | undefined
  owners: number
}

/**
 * Locks the workspace's roles until the transaction ends, and reads them: of two who change them at once, the second
 * sees what the first has done.
 */
export async function lockRoster(
  tx: Db,
  workspaceId: string,
  { actorId, targetId }: { actorId: string; targetId?: string },
): Promise<Roster> {
  await tx.selectFrom('workspaces').select('id').where('id', '=', workspaceId).forNoKeyUpdate().execute()
  const rows = await tx
    .selectFrom('people')
    .select(columns)
    .select(({ selectFrom, fn }) =>
      selectFrom('members as m')
        .select(fn.countAll<number>().as('count'))
        .where('m.workspace_id', '=', workspaceId)
        .where('m.role', '=', 'owner')
        .$asScalar()
        .$notNull()
        .as('owners'),
    )
    .where('workspace_id', '=', workspaceId)
    .where('user_id', 'in', [actorId, targetId ?? actorId])
    .execute()
  return {
    actor: rows.find((row) => row.user_id === actorId),
    target: rows.find((row) => row.user_id === targetId),
    owners: rows[0]?.owners ?? 0,
  }
}

interface MemberPage {
  limit: number
  offset: number
  after?: string | undefined
  /** The beginning of a name or handle, or a whole email address. */
  query?: string | undefined
  /** Whether it says when each was last seen. */
  withLastSeen: boolean
}

/** Who is found by what was typed. */
function selectFound(db: Db, workspaceId: string, query: string) {
  const prefix = prefixOf(query)
  return db
    .selectFrom('member_handles as h')
    .select('h.user_id')
    .where('h.workspace_id', '=', workspaceId)
    .where('h.handle', '>=', prefix)
    .where('h.handle', '<', prefix + lastCodePoint)
    .union(
      db
        .selectFrom('members as named')
        .innerJoin('users as u', 'u.id', 'named.user_id')
        .select('named.user_id')
        .where('named.workspace_id', '=', workspaceId)
        .where('u.email', '=', query.trim().toLowerCase()),
    )
}

/** A page of the workspace's people, oldest first, and how many there are; undefined when `after` is nobody in it. */
export async function listMembers(
  db: Db,
  workspaceId: string,
  { limit, offset, after, query: typed, withLastSeen }: MemberPage,
): Promise<{ members: ListedMemberRow[]; total: number } | undefined> {
  const last = db
    .selectFrom('members as last')
    .where('last.workspace_id', '=', workspaceId)
    .where('last.user_id', '=', after ?? null)
  const { total, afterIsMember } = await db
    .selectFrom('members as m')
    .select(({ fn, exists }) => [
      fn.countAll<number>().as('total'),
      exists(last.select('last.user_id')).$castTo<boolean>().as('afterIsMember'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .$if(typed !== undefined, (query) => query.where('m.user_id', 'in', selectFound(db, workspaceId, typed!)))
    .executeTakeFirstOrThrow()
  if (after !== undefined && !afterIsMember) return undefined
  const members = await db
    .selectFrom('people')
    .select(columns)
    .select(({ selectFrom, lit }) =>
      withLastSeen
        ? selectFrom('sessions as s')
            .select(({ fn }) => fn.max('s.last_used_at').as('last_used_at'))
            .whereRef('s.user_id', '=', 'people.user_id')
            .where('s.workspace_id', '=', workspaceId)
            .$asScalar()
            .as('last_seen_at')
        : lit(null).as('last_seen_at'),
    )
    .where('workspace_id', '=', workspaceId)
    .$if(typed !== undefined, (query) => query.where('user_id', 'in', selectFound(db, workspaceId, typed!)))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple }) =>
        eb(
          refTuple('joined_at', 'user_id'),
          '>',
          last.select(['last.joined_at', 'last.user_id']).$asTuple('joined_at', 'user_id'),
        ),
      ),
    )
    .orderBy('joined_at')
    .orderBy('user_id')
    .limit(limit)
    .offset(offset)
    .execute()
  return { members, total }
}

/** The owners of a workspace whose addresses are proven, with its name. */
export async function listOwners(db: Db, workspaceId: string): Promise<{ email: string; workspace: string }[]> {
  return db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('workspaces as w', 'w.id', 'm.workspace_id')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.role', '=', 'owner')
    .where('u.email_verified_at', 'is not', null)
    .orderBy('u.id')
    .select(['u.email', 'w.name as workspace'])
    .execute()
}

/** Whether a person of the workspace has this email address, and it is proven. */
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
  const findRole = () =>
    tx
      .selectFrom('members')
      .select('role')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
  const present = await findRole()
  if (present) await enterChannels(tx, { workspaceId, userId, role: present.role, channelIds }, trace)
  // Entering has waited for their removal, if there was one; from now on one would wait for this transaction.
  if (!(await findRole())) await joinWorkspace(tx, member, trace)
}

/**
 * Changes a membership, and with it their invitations and channels. Locks are taken in this order, whoever takes them:
 * the workspace, the membership, invitations, then what channels and the support desk lock.
 */
export async function updateMember(
  tx: Db,
  change: { workspaceId: string; userId: string; from: Membership; to: Membership },
  trace: Trace,
): Promise<void> {
  const { workspaceId, userId, from, to } = change
  await tx
    .updateTable('members')
    .set({
      role: to.role,
      agent: to.agent,
      ...(to.agent !== from.agent && { agent_ended_at: to.agent ? null : sql<string>`now()` }),
    })
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute()
  await revokeInvitationsBy(tx, { workspaceId, userId, role: to.role })
  if (deskRoles(from).some((role) => !deskRoles(to).includes(role))) await leaveDesk(tx, workspaceId, userId, trace)
  if (from.role === 'guest' && to.role !== 'guest')
    await enterChannels(tx, { workspaceId, userId, role: to.role, channelIds: [] }, trace)
  if (from.role !== 'guest' && to.role === 'guest')
    await sql`select channels.demote_to_guest(${workspaceId}, ${userId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
}

/**
 * Takes a person out of the workspace and all its channels, and revokes their invitations; their sessions and keys for
 * it go with the row. Locks as `updateMember` does.
 */
export async function deleteMember(tx: Db, workspaceId: string, userId: string, trace: Trace): Promise<void> {
  await tx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .execute()
  await revokeInvitationsBy(tx, { workspaceId, userId, role: undefined })
  await sql`select channels.leave_workspace(${workspaceId}, ${userId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  await leaveDesk(tx, workspaceId, userId, trace)
  await tx.deleteFrom('members').where('workspace_id', '=', workspaceId).where('user_id', '=', userId).execute()
}

/** Has their conversations wait for others, and voids what was shown to all agents. Notify the support desk's outbox after it. */
async function leaveDesk(tx: Db, workspaceId: string, userId: string, trace: Trace): Promise<void> {
  await sql`select support_desk.release_agent(${workspaceId}, ${userId}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
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
