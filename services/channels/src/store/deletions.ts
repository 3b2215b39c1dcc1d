import { channelDeleted } from '@parley/contracts/channels/events'
import { rooms } from '@parley/contracts/event'
import { insertEvents, transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { lockChannelHead, type Person, publishChannelUpdated } from './channels.ts'

/** In channels of at most this many members, each is notified of the deletion in a room of their own as well. */
const maxNotified = 100

/**
 * Deletes a locked channel with all that channels has of it, and publishes that. Everything that reads of channels joins
 * them, so from the commit on nothing of it can be read; what other services have of it goes by the jobs that
 * `channel.deleted` starts. Its messages are locked, so that one is posted before this or finds the channel gone.
 * Returns what it was called.
 */
export async function deleteChannel(
  tx: Db,
  person: Person,
  channel: { channelId: string; isPrivate: boolean; memberCount: number },
  trace: Trace,
): Promise<string> {
  const { workspaceId } = person
  const { channelId, isPrivate, memberCount } = channel
  // From here on nobody makes a sub-channel: who has begun to is waited for, and who comes later finds no parent.
  await tx
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', channelId)
    .forUpdate()
    .execute()
  await lockChannelHead(tx, person, channelId)
  await insertEvents(
    tx,
    [
      {
        event: channelDeleted,
        workspaceId,
        feedId: channelId,
        rooms: [
          rooms.access,
          rooms.channel(channelId),
          ...(isPrivate ? [] : [rooms.workspace(workspaceId)]),
          ...(memberCount <= maxNotified ? await findOwnRooms(tx, workspaceId, channel) : []),
        ],
        data: { id: channelId, workspace_id: workspaceId },
      },
    ],
    trace,
  )
  await tx
    .insertInto('deletions')
    .values({ workspace_id: workspaceId, channel_id: channelId, deleted_by: person.userId })
    .execute()
  const children = await tx
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('parent_channel_id', '=', channelId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  for (const { id } of children) {
    await tx
      .updateTable('channels')
      .set({ parent_channel_id: null, updated_at: sql`now()` })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    await publishChannelUpdated(tx, workspaceId, id, trace)
  }
  const { name } = await tx
    .deleteFrom('channels')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', channelId)
    .returning('name')
    .executeTakeFirstOrThrow()
  return name
}

/** The own rooms of members who are not in the channel's room yet, or receive nothing of the workspace. */
async function findOwnRooms(
  tx: Db,
  workspaceId: string,
  { channelId, isPrivate }: { channelId: string; isPrivate: boolean },
): Promise<string[]> {
  const members = await tx
    .selectFrom('members as m')
    .innerJoin('gateway.people as p', (join) =>
      join.onRef('p.workspace_id', '=', 'm.workspace_id').onRef('p.user_id', '=', 'm.user_id'),
    )
    .select('m.user_id')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.channel_id', '=', channelId)
    .$if(!isPrivate, (query) => query.where('p.role', '=', 'guest'))
    .orderBy('m.user_id')
    .execute()
  return members.map(({ user_id }) => rooms.user(workspaceId, user_id))
}

/** Removes the record of a channel's deletion, once nothing of the channel is left; false while messages are. */
export async function finishDeletion(db: Db, workspaceId: string, channelId: string): Promise<boolean> {
  const left = await db
    .selectFrom('messaging.channel_counts')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  if (left) return false
  await db.deleteFrom('deletions').where('workspace_id', '=', workspaceId).where('channel_id', '=', channelId).execute()
  return true
}

/** Deletions that one sweep resumes. */
const maxResumed = 100

/** Due after max(1 min, min(age at the last start, 1 h)): exponential back-off. */
const isDue = sql<boolean>`started_at < now() - interval '1 minute'
  and started_at + least(started_at - deleted_at, interval '1 hour') < now()`

/**
 * Starts the jobs that remove deleted channels again, where they have not come to their end: a minute after they were
 * last started, then at growing intervals of up to an hour. No socket receives it.
 */
export async function resumeDeletions(db: Db, trace: Trace): Promise<void> {
  const due = await db
    .selectFrom('deletions')
    .select(['workspace_id', 'channel_id'])
    .where(isDue)
    .orderBy('started_at')
    .limit(maxResumed)
    .execute()
  for (const deletion of due) await resumeDeletion(db, deletion, trace)
}

/** Starts one deletion's jobs again, unless another replica just has. */
const resumeDeletion = (
  db: Db,
  { workspace_id, channel_id }: { workspace_id: string; channel_id: string },
  trace: Trace,
): Promise<void> =>
  transaction(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('deletions')
      .set({ started_at: sql`now()` })
      .where('workspace_id', '=', workspace_id)
      .where('channel_id', '=', channel_id)
      .where(isDue)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const data = { id: channel_id, workspace_id }
    await insertEvents(
      tx,
      [{ event: channelDeleted, workspaceId: workspace_id, feedId: channel_id, rooms: [], data }],
      trace,
    )
  })
