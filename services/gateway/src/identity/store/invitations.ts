import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { ServiceError } from '@parley/kit/errors'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { DB } from '../../schema.ts'
import { type Membership, rolesBeyond } from '../domain/roles.ts'

/** An open invitation that was used up. */
export interface Invitation extends Membership {
  workspaceId: string
  /** The channels it leads into. */
  channelIds: string[]
}

const lifetime = sql<string>`now() + interval '7 days'`
const now = sql<string>`now()`
const shownColumns = ['id', 'email', 'name', 'role', 'agent', 'invited_by', 'created_at', 'expires_at'] as const

/** An invitation as the workspace's admins see it. */
export type WorkspaceInvitationRow = Pick<Selectable<DB['invitations']>, (typeof shownColumns)[number]>

const openInvitations = (db: Db) => db.selectFrom('invitations').where('expires_at', '>', now)

/**
 * Keeps an invitation for 7 days. It replaces the email address's earlier one, whose id and channels it takes over while that
 * is open, and its name where none is given. The workspace's expired ones go. Call with the workspace's roster locked.
 */
export async function upsertInvitation(
  tx: Db,
  workspaceId: string,
  invited: Membership & { email: string; name: string | undefined; tokenHash: Buffer; invitedBy: string },
): Promise<WorkspaceInvitationRow> {
  const { email, name, tokenHash, role, agent, invitedBy } = invited
  await tx.deleteFrom('invitations').where('workspace_id', '=', workspaceId).where('expires_at', '<', now).execute()
  // In one statement: an invitation that is accepted or declined meanwhile makes room for this one.
  return tx
    .insertInto('invitations')
    .values({
      workspace_id: workspaceId,
      email,
      name,
      token_hash: tokenHash,
      role,
      agent,
      invited_by: invitedBy,
      created_at: now,
      expires_at: lifetime,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'email']).doUpdateSet(({ fn, ref }) => ({
        name: fn.coalesce(ref('excluded.name'), ref('invitations.name')),
        token_hash: ref('excluded.token_hash'),
        role: ref('excluded.role'),
        agent: ref('excluded.agent'),
        invited_by: ref('excluded.invited_by'),
        created_at: ref('excluded.created_at'),
        expires_at: ref('excluded.expires_at'),
      })),
    )
    .returning(shownColumns)
    .executeTakeFirstOrThrow()
}

/**
 * Counts one mail with an invitation whose row is locked.
 *
 * @throws ServiceError 429 where the address has had its five within the hour, from the workspace or from this person
 */
export async function reserveInvitationMail(
  tx: Db,
  workspaceId: string,
  { email, invitedBy }: { email: string; invitedBy: string },
): Promise<void> {
  const { waitSeconds } = await tx
    .selectNoFrom(sql<number>`reserve_invitation_mail(${workspaceId}, ${email}, ${invitedBy})`.as('waitSeconds'))
    .executeTakeFirstOrThrow()
  if (waitSeconds > 0)
    throw new ServiceError('rate_limited', 'An email address is mailed at most five invitations an hour.', {
      headers: { 'Retry-After': String(waitSeconds) },
    })
}

/** Which open invitation this token is for, without using it up. */
export async function findInvitation(
  db: Db,
  tokenHash: Buffer,
): Promise<{ workspaceId: string; id: string; email: string; name: string | null } | undefined> {
  return openInvitations(db)
    .select(['workspace_id as workspaceId', 'id', 'email', 'name'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
}

/** What an open invitation says of itself to whoever holds its token. */
export async function readInvitation(
  db: Db,
  tokenHash: Buffer,
): Promise<{ workspace: string; inviter: string | null } | undefined> {
  return openInvitations(db)
    .innerJoin('workspaces as w', 'w.id', 'invitations.workspace_id')
    .leftJoin('users as u', 'u.id', 'invitations.invited_by')
    .select(['w.name as workspace', 'u.name as inviter'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
}

/** Uses an invitation up by its token; undefined when it was used, replaced, revoked or has expired. */
export async function takeInvitation(
  tx: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
  tokenHash: Buffer,
): Promise<Invitation | undefined> {
  return take(tx, workspaceId, id, tokenHash)
}

/** Uses an invitation up that was sent to this email address; undefined when there is none. */
export async function takeOwnInvitation(tx: Db, email: string, id: string): Promise<Invitation | undefined> {
  const found = await openInvitations(tx)
    .select('workspace_id')
    .where('email', '=', email)
    .where('id', '=', id)
    .executeTakeFirst()
  return found && take(tx, found.workspace_id, id)
}

/** A channel counts for as long as the one who invited into it is in it. */
async function take(tx: Db, workspaceId: string, id: string, tokenHash?: Buffer): Promise<Invitation | undefined> {
  return tx
    .with('i', (db) =>
      db
        .deleteFrom('invitations')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .$if(tokenHash !== undefined, (query) => query.where('token_hash', '=', tokenHash!))
        .returning(['workspace_id', 'email', 'role', 'agent']),
    )
    .selectFrom('i')
    .select(['i.workspace_id as workspaceId', 'i.role', 'i.agent'])
    .select(({ selectFrom }) => {
      const channels = selectFrom('channel_invitations as c')
        .innerJoin('channels.memberships as m', (join) =>
          join
            .onRef('m.workspace_id', '=', 'c.workspace_id')
            .onRef('m.user_id', '=', 'c.invited_by')
            .onRef('m.channel_id', '=', 'c.channel_id'),
        )
        .select('c.channel_id')
        .whereRef('c.workspace_id', '=', 'i.workspace_id')
        .whereRef('c.email', '=', 'i.email')
        .orderBy('c.channel_id')
      return sql<string[]>`array(${channels})`.as('channelIds')
    })
    .executeTakeFirst()
}

interface Page {
  limit: number
  offset: number
}

/** A page of the open invitations to an email address, newest first, and how many there are. */
export async function listInvitationsTo(db: Db, email: string, { limit, offset }: Page) {
  const open = openInvitations(db).where('invitations.email', '=', email)
  const { total } = await open.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await open
    .innerJoin('workspaces as w', 'w.id', 'invitations.workspace_id')
    .leftJoin('users as u', 'u.id', 'invitations.invited_by')
    .select(['invitations.id', 'role', 'agent', 'invitations.created_at', 'expires_at'])
    .select(['w.id as workspace_id', 'w.name as workspace', 'u.id as user_id', 'u.name as display_name'])
    .orderBy('invitations.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const invitations = rows.map(({ workspace_id, workspace, user_id, display_name, ...invitation }) => ({
    ...invitation,
    workspace: { id: workspace_id, name: workspace },
    invited_by: user_id === null ? null : { user_id, display_name: display_name! },
  }))
  return { total, invitations }
}

/** A page of a workspace's open invitations, newest first, and how many there are. */
export async function listInvitationsOf(
  db: Db,
  workspaceId: string,
  { limit, offset, after }: Page & { after?: string | undefined },
): Promise<{ total: number; invitations: WorkspaceInvitationRow[] }> {
  const open = openInvitations(db).where('workspace_id', '=', workspaceId)
  const { total } = await open.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const invitations = await open
    .select(shownColumns)
    .$if(after !== undefined, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { total, invitations }
}

/** The newest open invitations of a workspace to become an agent, newest first. */
export async function listAgentInvitations(db: Db, workspaceId: string, limit: number) {
  return openInvitations(db)
    .select(['id', 'name', 'email', 'expires_at as expiresAt'])
    .where('workspace_id', '=', workspaceId)
    .where('agent', '=', sql.lit(true))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** An open invitation of a workspace, locked until the transaction ends. */
export async function lockInvitation(
  tx: Db,
  workspaceId: string,
  id: string,
): Promise<{ email: string; role: WorkspaceRole } | undefined> {
  return openInvitations(tx)
    .select(['email', 'role'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Gives a locked invitation a new token, 7 days more and another sender. */
export async function renewInvitation(
  tx: Db,
  workspaceId: string,
  id: string,
  { tokenHash, invitedBy }: { tokenHash: Buffer; invitedBy: string },
): Promise<WorkspaceInvitationRow> {
  return tx
    .updateTable('invitations')
    .set({ token_hash: tokenHash, invited_by: invitedBy, expires_at: lifetime })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(shownColumns)
    .executeTakeFirstOrThrow()
}

/** Revokes a locked invitation. */
export async function deleteInvitation(tx: Db, workspaceId: string, id: string): Promise<void> {
  await tx.deleteFrom('invitations').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/**
 * After a change of someone's role, revokes the invitations that they sent and may not send any more:
 * - a guest's, or a former member's, requests to add the recipient to a channel are deleted;
 * - an invitation that still leads into a channel passes to a sender of that channel's request, in that sender's role;
 * - every other invitation to a role beyond theirs is deleted.
 *
 * @param role undefined when the sender has left the workspace
 */
export async function revokeInvitationsBy(
  tx: Db,
  { workspaceId, userId, role }: { workspaceId: string; userId: string; role: WorkspaceRole | undefined },
): Promise<void> {
  if (role === undefined || role === 'guest')
    await tx
      .deleteFrom('channel_invitations')
      .where('workspace_id', '=', workspaceId)
      .where('invited_by', '=', userId)
      .execute()
  const beyond = rolesBeyond(role)
  if (beyond.length === 0) return
  const sent = tx
    .selectFrom('invitations')
    .select('email')
    .where('workspace_id', '=', workspaceId)
    .where('invited_by', '=', userId)
  const successors = tx
    .selectFrom('channel_invitations as c')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'c.workspace_id').onRef('m.user_id', '=', 'c.invited_by'),
    )
    .distinctOn('c.email')
    .select(['c.email', 'm.user_id', 'm.role'])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.email', 'in', sent)
    .orderBy('c.email')
    .orderBy((of) => of.fn('role_weight', ['m.role']), 'desc')
    .orderBy('c.invited_at')
  await tx
    .updateTable('invitations as i')
    .from(successors.as('successor'))
    .set((of) => ({
      invited_by: of.ref('successor.user_id'),
      agent: false,
      role: of
        .case()
        .when('successor.role', 'in', ['owner', 'admin'])
        .then('member')
        .else('guest')
        .end()
        .$castTo<WorkspaceRole>(),
    }))
    .where('i.workspace_id', '=', workspaceId)
    .where('i.invited_by', '=', userId)
    .where('i.role', 'in', beyond)
    .whereRef('successor.email', '=', 'i.email')
    .execute()
  await tx
    .deleteFrom('invitations as i')
    .where('i.workspace_id', '=', workspaceId)
    .where('i.invited_by', '=', userId)
    .where('i.role', 'in', beyond)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('channel_invitations as c')
            .select('c.email')
            .whereRef('c.workspace_id', '=', 'i.workspace_id')
            .whereRef('c.email', '=', 'i.email'),
        ),
      ),
    )
    .execute()
}

/**
 * Gives an open invitation a new token and 7 days more, and returns what its mail says; undefined when it has gone, or
 * its sender is not in the channel any more, or the channel is archived.
 */
export async function renewForChannel(
  tx: Db,
  invited: { workspaceId: string; channelId: string; email: string; tokenHash: Buffer },
): Promise<{ inviter: string; workspace: string; channel: string } | undefined> {
  const { workspaceId, channelId, email, tokenHash } = invited
  return tx
    .updateTable('invitations as i')
    .from('channel_invitations as c')
    .innerJoin('people as sender', (join) =>
      join.onRef('sender.workspace_id', '=', 'c.workspace_id').onRef('sender.user_id', '=', 'c.invited_by'),
    )
    .innerJoin('channels.access as a', (join) =>
      join
        .onRef('a.workspace_id', '=', 'c.workspace_id')
        .onRef('a.channel_id', '=', 'c.channel_id')
        .onRef('a.user_id', '=', 'c.invited_by'),
    )
    .innerJoin('workspaces as w', 'w.id', 'c.workspace_id')
    .set({ token_hash: tokenHash, expires_at: lifetime })
    .where('i.workspace_id', '=', workspaceId)
    .where('i.email', '=', email)
    .where('i.expires_at', '>', now)
    .where('c.workspace_id', '=', workspaceId)
    .where('c.email', '=', email)
    .where('c.channel_id', '=', channelId)
    .where('a.is_member', '=', sql.lit(true))
    .where('a.is_archived', '=', sql.lit(false))
    .returning(['sender.display_name as inviter', 'w.name as workspace', 'a.name as channel'])
    .executeTakeFirst()
}
