import { type ChannelRetention, type Retention, retentionLimits } from '@parley/contracts/messages/retention'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RetentionScope } from '../domain/retention.ts'
import type { Person } from './messages.ts'

/** How the workspace keeps messages; without a row, for ever. */
export async function getWorkspaceRetention(db: Db, workspaceId: string): Promise<Retention> {
  return db
    .selectFrom(({ selectFrom }) =>
      selectFrom('retention')
        .select(({ fn }) => fn.countAll<number>().as('channels_with_own'))
        .where('workspace_id', '=', workspaceId)
        .where('channel_id', 'is not', null)
        .where('is_own', '=', true)
        .as('own'),
    )
    .leftJoin('retention as r', (join) => join.on('r.workspace_id', '=', workspaceId).on('r.channel_id', 'is', null))
    .select(['own.channels_with_own', 'r.days', 'r.applies_at', 'r.updated_by', 'r.updated_at'])
    .executeTakeFirstOrThrow()
}

/** A channel's setting, and what somebody may do about it; undefined for who cannot read the channel. */
export async function findChannelRetention(db: Db, { workspaceId, userId }: Person, channelId: string) {
  const found = await db
    .selectFrom('channels.access as a')
    .innerJoin('channel_retention as r', (join) =>
      join.onRef('r.workspace_id', '=', 'a.workspace_id').onRef('r.channel_id', '=', 'a.channel_id'),
    )
    .select([
      'a.channel_role',
      'a.workspace_role',
      'a.created_by',
      'r.channel_id',
      'r.channel_type',
      'r.days',
      'r.is_own',
      'r.workspace_days',
      'r.applies_at',
      'r.updated_by',
      'r.updated_at',
    ])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .executeTakeFirst()
  if (!found) return undefined
  const { channel_role, workspace_role, created_by, channel_type, ...setting } = found
  const scope: RetentionScope = {
    channelType: channel_type,
    channelRole: channel_role,
    workspaceRole: workspace_role,
    isCreator: created_by === userId,
    workspaceDays: setting.workspace_days,
  }
  return { scope, setting: setting satisfies Omit<ChannelRetention, 'can_change' | 'preview'> }
}

/**
 * Gives a workspace, or a channel of it, its setting, which nothing is deleted by for a while; what is set already stays
 * as it is.
 */
export async function setRetention(
  db: Db,
  { workspaceId, userId }: Person,
  { channelId, days }: { channelId: string | null; days: number | null },
): Promise<void> {
  await db
    .insertInto('retention')
    .values({
      workspace_id: workspaceId,
      channel_id: channelId,
      days,
      is_own: true,
      applies_at: inAWhile,
      updated_by: userId,
      updated_at: sql`now()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'channel_id'])
        .doUpdateSet(({ ref }) => ({
          days: ref('excluded.days'),
          is_own: ref('excluded.is_own'),
          applies_at: ref('excluded.applies_at'),
          updated_by: ref('excluded.updated_by'),
          updated_at: ref('excluded.updated_at'),
        }))
        .where(({ eb, or, ref }) =>
          or([eb('retention.days', 'is distinct from', ref('excluded.days')), eb('retention.is_own', '=', false)]),
        ),
    )
    .execute()
}

const inAWhile = sql<string>`now() + ${sql.lit(retentionLimits.graceMinutes)} * interval '1 minute'`

/** Has a channel follow the workspace again, by which nothing of it is deleted for a while. */
export const resetRetention = (db: Db, { workspaceId, userId }: Person, channelId: string) =>
  db
    .updateTable('retention')
    .set({ days: null, is_own: false, applies_at: inAWhile, updated_by: userId, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('is_own', '=', true)
    .execute()

/**
 * How many messages are older than so many days: of a channel, or of all that follow the workspace. Counts no further than
 * `maxCounted`; looks at each channel that has none by two indexes.
 */
export async function previewExpired(
  db: Db,
  { workspaceId, channelId }: { workspaceId: string; channelId?: string },
  days: number,
): Promise<NonNullable<Retention['preview']>> {
  const { maxCounted } = retentionLimits
  const isOf = channelId === undefined ? sql`not r.is_own` : sql`r.channel_id = ${channelId}`
  const isOld = sql`m.workspace_id = r.workspace_id and m.channel_id = r.channel_id and m.deleted_at is null
    and m.created_at < now() - ${days} * interval '1 day'`
  const { rows } = await sql<{ messages: number }>`
    select count(*) as messages from (
      select from channel_retention r cross join lateral (
        (select from messages m where ${isOld} and m.parent_message_id is null limit ${maxCounted + 1})
        union all
        (select from messages m where ${isOld} and m.parent_message_id is not null limit ${maxCounted + 1})
      ) old
      where r.workspace_id = ${workspaceId} and ${isOf}
      limit ${maxCounted + 1}
    ) counted`.execute(db)
  const { messages } = rows[0]!
  return { days, messages: Math.min(messages, maxCounted), has_more: messages > maxCounted }
}
