import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { sql } from 'kysely'
import type { Db } from '../../schema.ts'
import type { Standing } from '../domain/roles.ts'

/** An open invitation, as its token opens it. */
export interface Invitation extends Standing {
  workspaceId: string
  email: string
  channelIds: string[]
}

const columns = sql`workspace_id as "workspaceId", email, role, agent, channel_ids as "channelIds"`

/** Keeps an invitation for 7 days. It replaces the address's earlier one, and the workspace's expired ones go. */
export async function upsertInvitation(
  tx: Db,
  invitation: Standing & { workspaceId: string; email: string; tokenHash: Buffer; invitedBy: string },
): Promise<void> {
  const { workspaceId, email, tokenHash, role, agent, invitedBy } = invitation
  await sql`
    with cleared as (
      delete from invitations where workspace_id = ${workspaceId} and expires_at < now() and email <> ${email})
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
    select ${columns} from invitations where token_hash = ${tokenHash} and expires_at > now()`.execute(db)
  return rows[0]
}

/** Uses an invitation up; undefined when it was used, replaced or has expired. */
export async function takeInvitation(tx: Db, tokenHash: Buffer): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    delete from invitations where token_hash = ${tokenHash} and expires_at > now() returning ${columns}`.execute(tx)
  return rows[0]
}

/** Withdraws the invitations that someone has sent to become what they could not make anyone now. */
export async function withdrawInvitations(
  tx: Db,
  sender: { workspaceId: string; userId: string },
  beyond: readonly WorkspaceRole[],
): Promise<void> {
  if (beyond.length === 0) return
  await sql`
    delete from invitations
    where workspace_id = ${sender.workspaceId} and invited_by = ${sender.userId} and role = any(${beyond}::text[])`.execute(
    tx,
  )
}

/** Withdraws what was sent to an address that needs no invitation any more. */
export async function dropInvitation(tx: Db, workspaceId: string, email: string): Promise<void> {
  await sql`delete from invitations where workspace_id = ${workspaceId} and email = ${email}`.execute(tx)
}
