import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import { rolesBeyond, type Standing } from '../domain/roles.ts'

/** An open invitation, as its token opens it. */
export interface Invitation extends Standing {
  workspaceId: string
  email: string
  /** The channels it leads into. */
  channelIds: string[]
}

const columns = sql`i.workspace_id, i.email, i.role, i.agent`
/** A channel counts for as long as the one who invited into it is in it. */
const channels = sql`array(
  select c.channel_id from channel_invitations c
  join channels.memberships m
    on m.workspace_id = c.workspace_id and m.user_id = c.invited_by and m.channel_id = c.channel_id
  where c.workspace_id = i.workspace_id and c.email = i.email order by c.channel_id) as "channelIds"`
const shown = sql`i.workspace_id as "workspaceId", i.email, i.role, i.agent, ${channels}`

/**
 * Keeps an invitation for 7 days. It replaces the address's earlier one, whose channels it takes over while that is
 * open. The workspace's expired ones go.
 */
export async function upsertInvitation(
  tx: Db,
  invitation: Standing & { workspaceId: string; email: string; tokenHash: Buffer; invitedBy: string },
): Promise<void> {
  const { workspaceId, email, tokenHash, role, agent, invitedBy } = invitation
  await sql`delete from invitations where workspace_id = ${workspaceId} and expires_at < now()`.execute(tx)
  await sql`
    insert into invitations (workspace_id, email, token_hash, role, agent, invited_by, expires_at)
    values (${workspaceId}, ${email}, ${tokenHash}, ${role}, ${agent}, ${invitedBy}, now() + interval '7 days')
    on conflict (workspace_id, email) do update set token_hash = excluded.token_hash, role = excluded.role,
      agent = excluded.agent, invited_by = excluded.invited_by, created_at = now(), expires_at = excluded.expires_at`.execute(
    tx,
  )
}

/** The open invitation of this token, without using it up. */
export async function findInvitation(db: Db, tokenHash: Buffer): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    select ${shown} from invitations i where i.token_hash = ${tokenHash} and i.expires_at > now()`.execute(db)
  return rows[0]
}

/** Uses an invitation up; undefined when it was used, replaced or has expired. */
export async function takeInvitation(tx: Db, tokenHash: Buffer): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    with i as (
      delete from invitations i where i.token_hash = ${tokenHash} and i.expires_at > now() returning ${columns})
    select ${shown} from i`.execute(tx)
  return rows[0]
}

/**
 * Withdraws what someone has sent and could not send any more, in the role that they have now. An invitation into
 * channels that someone else wants it to lead into, or they themselves still may, stays as theirs, in the role that
 * such invitations have.
 *
 * @param role undefined when the sender has left the workspace
 */
export async function withdrawInvitations(
  tx: Db,
  { workspaceId, userId, role }: { workspaceId: string; userId: string; role: WorkspaceRole | undefined },
): Promise<void> {
  const mine = sql`workspace_id = ${workspaceId} and invited_by = ${userId}`
  if (role === undefined || role === 'guest') await sql`delete from channel_invitations where ${mine}`.execute(tx)
  const beyond = rolesBeyond(role)
  if (beyond.length === 0) return
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

/** Withdraws what was sent to an address that needs no invitation any more; the channels it would have led into. */
export async function dropInvitation(tx: Db, workspaceId: string, email: string): Promise<string[]> {
  const { rows } = await sql<{ channelIds: string[] }>`
    with i as (
      delete from invitations where workspace_id = ${workspaceId} and email = ${email}
      returning workspace_id, email, expires_at)
    select ${channels} from i where i.expires_at > now()`.execute(tx)
  return rows[0]?.channelIds ?? []
}

/**
 * Gives an open invitation a new token and 7 days more, and says what its mail says; undefined when it has gone, or its
 * sender is not in the channel any more, or nobody is taken there.
 */
export async function renewForChannel(
  tx: Db,
  invited: { workspaceId: string; channelId: string; email: string; tokenHash: Buffer },
): Promise<{ inviter: string; workspace: string; channel: string } | undefined> {
  const { rows } = await sql<{ inviter: string; workspace: string; channel: string }>`
    update invitations i
    set token_hash = ${invited.tokenHash}, created_at = now(), expires_at = now() + interval '7 days'
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
