import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { purgeDrafts } from './drafts.ts'
import { releaseChannelFiles } from './files.ts'
import { removeDocuments } from './search-queue.ts'

/** Rows that one step removes. */
const maxRemoved = 500

export interface Channel {
  workspaceId: string
  channelId: string
}

/** Whether anybody can read the channel: then it is not for purging. */
export async function isReadable(db: Db, { workspaceId, channelId }: Channel): Promise<boolean> {
  const { rows } = await sql`
    select from channels.access where workspace_id = ${workspaceId} and channel_id = ${channelId} limit 1`.execute(db)
  return rows.length > 0
}

/**
 * The newest of a channel's messages with their reactions, mentions, thread rows and search documents; how many there
 * were, be it that somebody else removed them.
 */
async function removeMessages(tx: Db, { workspaceId, channelId }: Channel): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with gone as materialized (
      select id from messages where workspace_id = ${workspaceId} and channel_id = ${channelId}
      order by seq desc limit ${maxRemoved}
    ), reactions as (
      delete from reactions where workspace_id = ${workspaceId} and message_id in (select id from gone)
    ), mentions as (
      delete from mentions where workspace_id = ${workspaceId} and message_id in (select id from gone)
    ), people as (
      delete from thread_people where workspace_id = ${workspaceId} and root_id in (select id from gone)
    ), removed as (
      delete from messages where workspace_id = ${workspaceId} and id in (select id from gone)
    )
    select id from gone`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await removeDocuments(tx, workspaceId, ids)
  return ids.length
}

async function removeMarkers(tx: Db, { workspaceId, channelId }: Channel): Promise<number> {
  const { rows } = await sql<{ found: number }>`
    with gone as materialized (
      select user_id from reads where workspace_id = ${workspaceId} and channel_id = ${channelId} limit ${maxRemoved}
    ), removed as (
      delete from reads where workspace_id = ${workspaceId} and channel_id = ${channelId}
        and user_id in (select user_id from gone)
    )
    select count(*) as found from gone`.execute(tx)
  return rows[0]!.found
}

/** Answers about the channel that were kept to be given again: a day's at most, looked through once. */
async function deleteKeptAnswers(db: Db, channelId: string): Promise<void> {
  await sql`delete from idempotency_keys where body like ${`%"channel_id":"${channelId}"%`}`.execute(db)
}

/** The head, unless somebody else is still removing messages; whether there was one. */
async function removeHead(db: Db, { workspaceId, channelId }: Channel): Promise<boolean> {
  const { rows } = await sql`
    with removed as (
      delete from channel_heads h where h.workspace_id = ${workspaceId} and h.channel_id = ${channelId}
        and not exists (
          select from messages m where m.workspace_id = h.workspace_id and m.channel_id = h.channel_id)
    )
    select from channel_heads where workspace_id = ${workspaceId} and channel_id = ${channelId}`.execute(db)
  return rows.length > 0
}

/**
 * Removes some of what a channel that is gone has left behind; false once there was nothing. Each step commits by
 * itself and needs nothing of the one before, so that a run that was stopped is simply repeated.
 */
export async function purgeSome(db: Db, channel: Channel): Promise<boolean> {
  const { workspaceId, channelId } = channel
  const steps = [
    (tx: Db) => releaseChannelFiles(tx, channel),
    (tx: Db) => removeMessages(tx, channel),
    (tx: Db) => removeMarkers(tx, channel),
  ]
  for (const step of steps) if ((await db.transaction().execute(step)) > 0) return true
  await purgeDrafts(db, workspaceId, channelId)
  await deleteKeptAnswers(db, channelId)
  return removeHead(db, channel)
}
