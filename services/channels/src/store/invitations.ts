import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './channels.ts'
import { type LockedChannel, lockPeople } from './members.ts'

/** What decides whether a caller may invite into a channel that is not locked. */
export type SeenChannel = Pick<LockedChannel, 'channelType' | 'isArchived' | 'callerRole' | 'callerChannelRole'>

interface Invited {
  /** Who of the workspace has proven the address to be theirs. */
  userId: string | undefined
  /** What the caller is in the channel; undefined when they cannot see it. */
  seen: SeenChannel | undefined
}

/**
 * Who is invited, kept in the workspace until the transaction ends: known before anything else is locked, since a
 * channel must not be locked while invitations are.
 */
export async function lockInvited(tx: Db, caller: Person, channelId: string, email: string): Promise<Invited> {
  const found = await findInvited(tx, caller, channelId, email)
  if (!found.userId || (await lockPeople(tx, caller.workspaceId, [found.userId])).has(found.userId)) return found
  // They left while their lock was waited for.
  return await findInvited(tx, caller, channelId, email)
}

async function findInvited(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  email: string,
): Promise<Invited> {
  const seen = await tx
    .selectFrom('access as a')
    .select([
      'a.channel_type as channelType',
      'a.is_archived as isArchived',
      'a.workspace_role as callerRole',
      'a.channel_role as callerChannelRole',
    ])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .executeTakeFirst()
  const invited = await tx
    .selectFrom('gateway.people as p')
    .select('p.user_id')
    .where('p.workspace_id', '=', workspaceId)
    .where('p.email', '=', email)
    .where('p.is_email_verified', '=', true)
    .executeTakeFirst()
  return { userId: invited?.user_id, seen }
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
