import type { participationModes } from '@parley/contracts/channels/channel'
import type { assignTwin, listChannelTwins } from '@parley/contracts/channels/twins'
import type { AnswerOf } from '@parley/contracts/endpoint'
import type { Db } from '../context.ts'
import type { Person } from './channels.ts'

type Assigned = AnswerOf<typeof listChannelTwins>['twins'][number]
type Assignment = AnswerOf<typeof assignTwin>['twin']
type Mode = (typeof participationModes)[number]

/** The twins of a channel, the first assigned first; undefined when the person cannot see it. */
export async function findTwins(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
): Promise<Assigned[] | undefined> {
  const rows = await db
    .selectFrom('access as a')
    .leftJoin('twins as t', (join) =>
      join.onRef('t.workspace_id', '=', 'a.workspace_id').onRef('t.channel_id', '=', 'a.channel_id'),
    )
    .select(['t.ai_twin_id as id', 't.name', 't.avatar_url', 't.participation_mode', 't.assigned_at'])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .orderBy('t.assigned_at')
    .orderBy('t.ai_twin_id')
    .execute()
  return rows.length > 0 ? rows.filter((row): row is typeof row & Assigned => row.id !== null) : undefined
}

/** Whether there is such a twin in the workspace, and how many others are in the locked channel. */
export const findTwin = (
  tx: Db,
  { workspaceId }: Person,
  channelId: string,
  twinId: string,
): Promise<{ exists: boolean; others: number }> =>
  tx
    .selectNoFrom(({ exists, fn, selectFrom }) => [
      exists(
        selectFrom('chat_engine.twin_profiles')
          .select('ai_twin_id')
          .where('workspace_id', '=', workspaceId)
          .where('ai_twin_id', '=', twinId),
      )
        .$castTo<boolean>()
        .as('exists'),
      selectFrom('twins')
        .select(fn.countAll<number>().as('count'))
        .where('workspace_id', '=', workspaceId)
        .where('channel_id', '=', channelId)
        .where('ai_twin_id', '<>', twinId)
        .$asScalar()
        .$notNull()
        .as('others'),
    ])
    .executeTakeFirstOrThrow()

/** Puts a twin into a locked channel, or changes how it takes part. */
export async function upsertAssignment(
  tx: Db,
  { workspaceId, userId }: Person,
  { channelId, twinId, mode }: { channelId: string; twinId: string; mode: Mode },
): Promise<{ assignment: Assignment; isNew: boolean }> {
  const before = await tx
    .selectFrom('twin_assignments')
    .select('participation_mode')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('ai_twin_id', '=', twinId)
    .executeTakeFirst()
  const assignment = await tx
    .insertInto('twin_assignments')
    .values({
      workspace_id: workspaceId,
      channel_id: channelId,
      ai_twin_id: twinId,
      participation_mode: mode,
      assigned_by: userId,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'channel_id', 'ai_twin_id']).doUpdateSet(({ ref }) => ({
        participation_mode: ref('excluded.participation_mode'),
      })),
    )
    .returning(['ai_twin_id', 'channel_id', 'participation_mode', 'assigned_at'])
    .executeTakeFirstOrThrow()
  return { assignment, isNew: before?.participation_mode !== mode }
}

/** Takes a twin out of a locked channel; false when it is not in it. */
export async function deleteAssignment(
  tx: Db,
  { workspaceId }: Person,
  channelId: string,
  twinId: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('twin_assignments')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('ai_twin_id', '=', twinId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
