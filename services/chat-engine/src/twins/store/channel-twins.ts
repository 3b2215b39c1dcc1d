import type { ParticipationMode } from '@parley/contracts/channels/channel'
import { foldHandle } from '@parley/text/handle-fold'
import type { Db } from '../../context.ts'
import type { Personality } from '../personality.ts'

/** A twin's place in a channel. */
export interface Place {
  workspaceId: string
  channelId: string
  twinId: string
}

/** A twin of a channel, as a message finds it there. */
export interface ChannelTwin {
  twinId: string
  handleKey: string
  mode: ParticipationMode
}

/** The twins that are assigned to a channel. */
export const findChannelTwins = (db: Db, workspaceId: string, channelId: string): Promise<ChannelTwin[]> =>
  db
    .selectFrom('channels.twins as assigned')
    .innerJoin('twins as t', (join) =>
      join.onRef('t.workspace_id', '=', 'assigned.workspace_id').onRef('t.id', '=', 'assigned.ai_twin_id'),
    )
    .select(['t.id as twinId', 't.handle_key as handleKey', 'assigned.participation_mode as mode'])
    .where('assigned.workspace_id', '=', workspaceId)
    .where('t.workspace_id', '=', workspaceId)
    .where('assigned.channel_id', '=', channelId)
    .orderBy('assigned.assigned_at')
    .execute()

/** The twin whose answer a message is; null where it is none. */
export async function findTwinOfReply(db: Db, workspaceId: string, messageId: string): Promise<string | null> {
  const run = await db
    .selectFrom('runs')
    .select('twin_id')
    .where('workspace_id', '=', workspaceId)
    .where('reply_message_id', '=', messageId)
    .executeTakeFirst()
  return run?.twin_id ?? null
}

/** Adds a twin to those that are assigned to a channel, for those who may mention it without its being one of them. */
export const withTwin = (
  twins: readonly ChannelTwin[],
  { twinId, handle }: Pick<Personality, 'twinId' | 'handle'>,
): readonly ChannelTwin[] =>
  twins.some((each) => each.twinId === twinId)
    ? twins
    : [...twins, { twinId, handleKey: foldHandle(handle), mode: 'on-demand' as const }]

/** Whether a twin may answer a person in a channel: it is assigned there, they are a member, and it is not archived. */
export async function mayAnswer(db: Db, { workspaceId, channelId, twinId }: Place, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('channels.twins as t')
    .innerJoin('channels.access as a', (join) =>
      join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.channel_id', '=', 't.channel_id'),
    )
    .select('t.ai_twin_id')
    .where('t.workspace_id', '=', workspaceId)
    .where('t.channel_id', '=', channelId)
    .where('t.ai_twin_id', '=', twinId)
    .where('a.workspace_id', '=', workspaceId)
    .where('a.user_id', '=', userId)
    .where('a.is_member', '=', true)
    .where('a.is_archived', '=', false)
    .executeTakeFirst()
  return found !== undefined
}
