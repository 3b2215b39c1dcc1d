import type { channelRoles, channelTypes } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './channels.ts'

/** How a caller stands in a channel that is not locked. */
export interface SeenStanding {
  channelType: (typeof channelTypes)[number]
  isArchived: boolean
  callerRole: WorkspaceRole
  /** Null when the caller is not a member. */
  callerChannelRole: (typeof channelRoles)[number] | null
}

/**
 * Who of the workspace has an address, given in lower case, and how the caller stands in the channel: undefined when
 * they cannot see it.
 */
export async function findInvited(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  email: string,
): Promise<{ userId: string | undefined; seen: SeenStanding | undefined }> {
  const { rows } = await sql<{ invited: string | null; role: WorkspaceRole | null } & SeenStanding>`
    select
      (select p.user_id from gateway.people p where p.workspace_id = ${workspaceId} and lower(p.email) = ${email})
        as invited,
      a.workspace_role as role, a.channel_type as "channelType", a.is_archived as "isArchived",
      a.workspace_role as "callerRole", a.channel_role as "callerChannelRole"
    from (select) always
    left join access a
      on a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}`.execute(tx)
  const { invited, role, ...seen } = rows[0]!
  return { userId: invited ?? undefined, seen: role === null ? undefined : seen }
}

/** Invites an address from outside the workspace, which the gateway mails. */
export async function inviteFromOutside(
  tx: Db,
  { workspaceId, userId }: Person,
  { channelId, email, trace }: { channelId: string; email: string; trace: Trace },
): Promise<'invited' | 'too_many' | 'forbidden'> {
  const { rows } = await sql<{ outcome: 'invited' | 'too_many' | 'forbidden' }>`
    select gateway.invite_to_channel(${workspaceId}, ${channelId}, ${email}, ${userId},
      ${JSON.stringify(trace)}::jsonb) as outcome`.execute(tx)
  return rows[0]!.outcome
}
