import { deleteFilesOfPlace } from '@parley/files/store/deletions'
import { deleteAnswersAbout } from '@parley/kit/idempotency'
import type { Db } from '../context.ts'
import { purgeDrafts } from './draft-cleanup.ts'
import { removeDocuments } from './search-queue.ts'

/** Rows that one step removes. */
const maxRemoved = 500

export interface Channel {
  workspaceId: string
  channelId: string
}

/** Whether anybody can read the channel: then it is not for purging. */
export async function isReadable(db: Db, { workspaceId, channelId }: Channel): Promise<boolean> {
  const reader = await db
    .selectFrom('channels.access')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .limit(1)
    .executeTakeFirst()
  return reader !== undefined
}

/** The newest of a channel's messages; how many there were, be it that somebody else removed them. */
async function removeMessagesOf(tx: Db, { workspaceId, channelId }: Channel): Promise<number> {
  const found = await tx
    .selectFrom('messages')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .orderBy('seq', 'desc')
    .limit(maxRemoved)
    .execute()
  const ids = found.map(({ id }) => id)
  await removeMessages(tx, workspaceId, ids)
  return ids.length
}

/** Removes messages with their reactions, mentions, thread rows and search documents; their files go apart. */
export async function removeMessages(tx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  for (const table of ['reactions', 'mentions'] as const)
    await tx
      .deleteFrom(table)
      .where('workspace_id', '=', workspaceId)
      .where('message_id', '=', ({ fn, val }) => fn.any(val(ids)))
      .execute()
  await tx
    .deleteFrom('thread_people')
    .where('workspace_id', '=', workspaceId)
    .where('root_id', '=', ({ fn, val }) => fn.any(val(ids)))
    .execute()
  await tx
    .deleteFrom('messages')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', ({ fn, val }) => fn.any(val(ids)))
    .execute()
  await removeDocuments(tx, workspaceId, ids)
}

async function removeMarkers(tx: Db, { workspaceId, channelId }: Channel): Promise<number> {
  const readers = await tx
    .selectFrom('reads')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .limit(maxRemoved)
    .execute()
  await tx
    .deleteFrom('reads')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', ({ fn, val }) => fn.any(val(readers.map(({ user_id }) => user_id))))
    .execute()
  return readers.length
}

/** The head, unless somebody else is still removing messages; whether there was one. */
async function removeHead(db: Db, { workspaceId, channelId }: Channel): Promise<boolean> {
  const head = await db
    .with('removed', (qc) =>
      qc
        .deleteFrom('channel_heads as h')
        .where('h.workspace_id', '=', workspaceId)
        .where('h.channel_id', '=', channelId)
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(
              selectFrom('messages as m')
                .select('m.id')
                .whereRef('m.workspace_id', '=', 'h.workspace_id')
                .whereRef('m.channel_id', '=', 'h.channel_id'),
            ),
          ),
        ),
    )
    .selectFrom('channel_heads')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return head !== undefined
}

/**
 * Removes some of what a channel that is gone has left behind; false once there was nothing. Each step commits by
 * itself and needs nothing of the one before, so that a run that was stopped is simply repeated.
 */
export async function purgeSome(db: Db, channel: Channel): Promise<boolean> {
  const { workspaceId, channelId } = channel
  const steps = [
    (tx: Db) => deleteFilesOfPlace(tx, { workspaceId, placeId: channelId }),
    (tx: Db) => removeMessagesOf(tx, channel),
    (tx: Db) => removeMarkers(tx, channel),
  ]
  for (const step of steps) if ((await db.transaction().execute(step)) > 0) return true
  for (const table of ['retention', 'retention_sweeps'] as const)
    await db.deleteFrom(table).where('workspace_id', '=', workspaceId).where('channel_id', '=', channelId).execute()
  await purgeDrafts(db, workspaceId, channelId)
  await deleteAnswersAbout(db, channelId)
  return removeHead(db, channel)
}
