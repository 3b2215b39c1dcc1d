import type { FailureReason } from '@parley/contracts/messages/scheduled-message'
import { type Expression, expressionBuilder, sql, type UpdateObject } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { clockToTheMillisecond } from './draft-files.ts'
import { isPending } from './due-messages.ts'
import type { Person } from './messages.ts'
import type { ScheduledRow } from './scheduled.ts'

const eb = expressionBuilder<DB, 'scheduled_messages'>()

/** What a scheduled message becomes after an attempt to post it. */
export type Mark = UpdateObject<DB, 'scheduled_messages'>

export const failedFor = (reason: FailureReason | Expression<FailureReason>): Mark => ({
  status: 'failed',
  failure_reason: reason,
  done_at: sql<string>`now()`,
  updated_at: clockToTheMillisecond,
})

type Author = Pick<ScheduledRow, 'workspace_id' | 'channel_id' | 'user_id'>

/** Whether a message's author is a member of its channel. */
export const isMember = ({ workspace_id: workspaceId, channel_id: channelId, user_id: userId }: Author) =>
  eb.exists(
    eb
      .selectFrom('channels.memberships as s')
      .select('s.user_id')
      .where('s.workspace_id', '=', workspaceId)
      .where('s.channel_id', '=', channelId)
      .where('s.user_id', '=', userId),
  )

/** Fails whatever waits to be posted to a channel. */
export async function failScheduledOf(
  db: Db,
  workspaceId: string,
  channelId: string,
  reason: FailureReason,
): Promise<void> {
  await db
    .updateTable('scheduled_messages')
    .set(failedFor(reason))
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where(isPending)
    .execute()
}

/**
 * Fails what waits to be posted to a channel for someone who can no longer read it, or was a member of it after they
 * scheduled or last changed the message and is none now.
 */
export async function failScheduledOfLeaver(db: Db, { workspaceId, userId }: Person, channelId: string): Promise<void> {
  const canRead = eb.exists(
    eb
      .selectFrom('channels.access as a')
      .select('a.user_id')
      .where('a.workspace_id', '=', workspaceId)
      .where('a.channel_id', '=', channelId)
      .where('a.user_id', '=', userId),
  )
  const hasLeft = eb.exists(
    eb
      .selectFrom('channels.former_memberships as f')
      .select('f.user_id')
      .where('f.workspace_id', '=', workspaceId)
      .where('f.channel_id', '=', channelId)
      .where('f.user_id', '=', userId)
      .whereRef('f.ended_at', '>', 'scheduled_messages.updated_at'),
  )
  const author = { workspace_id: workspaceId, channel_id: channelId, user_id: userId }
  await db
    .updateTable('scheduled_messages')
    .set(
      failedFor(
        eb
          .case()
          .when(canRead)
          .then(sql.lit<FailureReason>('left_channel'))
          .else(sql.lit<FailureReason>('channel_not_found'))
          .end(),
      ),
    )
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .where(isPending)
    .where(({ and, not, or }) => or([not(canRead), and([hasLeft, not(isMember(author))])]))
    .execute()
}
