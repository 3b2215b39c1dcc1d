import type { WorkspaceRole } from '@parley/contracts/endpoint'
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
const shownColumns = ['id', 'email', 'role', 'agent', 'invited_by', 'created_at', 'expires_at'] as const

/** An invitation as the workspace's admins see it. */
export type WorkspaceInvitationRow = Pick<Selectable<DB['invitations']>, (typeof shownColumns)[number]>

const openInvitations = (db: Db) => db.selectFrom('invitations').where('expires_at', '>', now)

/**
 * Keeps an invitation for 7 days. It replaces the address's earlier one, whose id and channels it takes over while that
 * is open. The workspace's expired ones go. Call with the workspace's roster locked.
 */
export async function upsertInvitation(
  tx: Db,
  workspaceId: string,
  { email, tokenHash, role, agent, invitedBy }: Membership & { email: string; tokenHash: Buffer; invitedBy: string },
): Promise<void> {
  await tx.deleteFrom('invitations').where('workspace_id', '=', workspaceId).where('expires_at', '<', now).execute()
  const invitation = { token_hash: tokenHash, role, agent, invited_by: invitedBy, expires_at: lifetime }
  const inserted = await tx
    .insertInto('invitations')
    .values({ workspace_id: workspaceId, email, ...invitation })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'email']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 0n) return
  await tx
    .updateTable('invitations')
    .set({ ...invitation, created_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .execute()
}

/** Which open invitation this token is for, without using it up. */
export async function findInvitation(
  db: Db,
  tokenHash: Buffer,
): Promise<{ workspaceId: string; id: string; email: string } | undefined> {
  return openInvitations(db)
    .select(['workspace_id as workspaceId', 'id', 'email'])
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

/** Uses an invitation up that was sent to this address; undefined when there is none. */
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
  const { rows } = await sql<Invitation>`
    with i as (
      delete from invitations
      where workspace_id = ${workspaceId} and id = ${id} and expires_at > now()
        and token_hash = coalesce(${tokenHash ?? null}::bytea, token_hash)
      returning workspace_id, email, role, agent)
    select i.workspace_id as "workspaceId", i.role, i.agent, array(
      select c.channel_id from channel_invitations c
      join channels.memberships m
        on m.workspace_id = c.workspace_id and m.user_id = c.invited_by and m.channel_id = c.channel_id
      where c.workspace_id = i.workspace_id and c.email = i.email order by c.channel_id) as "channelIds"
    from i`.execute(tx)
  return rows[0]
}

interface Page {
  limit: number
  offset: number
}

/** A page of the open invitations to an address, newest first, and how many there are. */
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
 * Revokes what someone has sent and could not send any more, in the role that they have now. An invitation into
 * channels that someone else wants it to lead into, or they themselves still may, stays as theirs, in the role that
 * such invitations have.
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
  const mine = sql`workspace_id = ${workspaceId} and invited_by = ${userId}`
  await sql`
    update invitations i set invited_by = heir.user_id, agent = false,
      role = case when heir.role in ('owner', 'admin') then 'member' else 'guest' end
    from (
      select distinct on (c.email) c.email, m.user_id, m.role
      from channel_invitations c
      join members m on m.workspace_id = c.workspace_id and m.user_id = c.invited_by
      where c.workspace_id = ${workspaceId} and c.email in (select email from invitations where ${mine})
      order by c.email, role_weight(m.role) desc, c.invited_at
    ) heir
    where i.${mine} and i.role = any(${beyond}::text[]) and heir.email = i.email`.execute(tx)
  await sql`
    delete from invitations i
    where i.${mine} and i.role = any(${beyond}::text[]) and not exists (
      select from channel_invitations c where c.workspace_id = i.workspace_id and c.email = i.email)`.execute(tx)
}

/**
 * Gives an open invitation a new token and 7 days more, and returns what its mail says; undefined when it has gone, or
 * its sender is not in the channel any more, or the channel is archived.
 */
export async function renewForChannel(
  tx: Db,
  invited: { workspaceId: string; channelId: string; email: string; tokenHash: Buffer },
): Promise<{ inviter: string; workspace: string; channel: string } | undefined> {
  const { rows } = await sql<{ inviter: string; workspace: string; channel: string }>`
    update invitations i
    set token_hash = ${invited.tokenHash}, expires_at = now() + interval '7 days'
    from channel_invitations c
    join people sender on sender.workspace_id = c.workspace_id and sender.user_id = c.invited_by
    join channels.access a
      on a.workspace_id = c.workspace_id and a.channel_id = c.channel_id and a.user_id = c.invited_by
    join workspaces w on w.id = c.workspace_id
    where i.workspace_id = ${invited.workspaceId} and i.email = ${invited.email} and i.expires_at > now()
      and c.workspace_id = ${invited.workspaceId} and c.email = ${invited.email}
      and c.channel_id = ${invited.channelId} and a.is_member and not a.is_archived
    returning sender.display_name as inviter, w.name as workspace, a.name as channel`.execute(tx)
  return rows[0]
}
