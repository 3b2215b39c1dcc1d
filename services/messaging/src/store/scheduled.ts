import {
  type FailureReason,
  type ScheduledMessage,
  scheduledLimits,
} from '@parley/contracts/messages/scheduled-message'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import type { Candidate } from '../domain/mentions.ts'
import { type NewMessage, orRaised, type Person, type Refused } from './messages.ts'

const keptFor = `${scheduledLimits.failedKeptDays} days`

export type Scheduling = { outcome: 'scheduled'; scheduled: ScheduledMessage } | { outcome: 'full' } | Refused

/**
 * Keeps a message to be posted at a time, if it could be posted now: that is tried and undone, so that whatever posting
 * checks is checked. `scheduledBy` differs from the author where an admin's key acts for them.
 */
export async function insertScheduled(
  db: Db,
  message: NewMessage,
  { sendAt, scheduledBy }: { sendAt: string; scheduledBy: string },
  trace: Trace,
): Promise<Scheduling> {
  const { author, twinId, target, content, contentType, handles, fileIds } = message
  const channelId = 'channelId' in target ? target.channelId : null
  return orRaised(async () => {
    const { rows } = await sql<Scheduling>`
      select outcome, scheduled from schedule_message(
        ${author.workspaceId}, ${channelId}, ${author.userId}, ${scheduledBy}, ${twinId ?? null},
        ${target.parentId ?? null}, ${content}, ${contentType}, ${JSON.stringify(message.metadata)},
        ${JSON.stringify(handles)},
        ${fileIds}, ${sendAt}, ${JSON.stringify(trace)}, ${scheduledLimits.perPerson}, ${keptFor}::interval)`.execute(
      db,
    )
    return rows[0]!
  })
}

export interface ScheduledChange {
  content?: string | undefined
  contentType?: string | undefined
  metadata?: Record<string, unknown> | undefined
  handles?: Candidate[] | undefined
  fileIds?: string[] | undefined
  sendAt?: string | undefined
}

export type Rescheduling =
  | { outcome: 'scheduled'; scheduled: ScheduledMessage }
  | { outcome: 'missing' | 'sent' | 'empty' | 'past' }
  | Refused

/** Changes what is given of someone's own message that was not sent yet, if it could be posted so now. */
export async function updateScheduled(
  db: Db,
  { workspaceId, userId }: Person,
  id: string,
  change: ScheduledChange,
): Promise<Rescheduling> {
  const { content, contentType, metadata, handles, fileIds, sendAt } = change
  return orRaised(async () => {
    const { rows } = await sql<Rescheduling>`
      select outcome, scheduled from reschedule_message(${id}, ${workspaceId}, ${userId}, ${content ?? null},
        ${contentType ?? null}, ${metadata === undefined ? null : JSON.stringify(metadata)}, ${handles ? JSON.stringify(handles) : null},
        ${fileIds ?? null}, ${sendAt ?? null}, ${keptFor}::interval)`.execute(db)
    return rows[0]!
  })
}

/** Someone's own, whatever became of it. */
export async function findScheduled(
  db: Db,
  { workspaceId, userId }: Person,
  id: string,
): Promise<ScheduledMessage | undefined> {
  const { rows } = await sql<{ scheduled: ScheduledMessage }>`
    select scheduled_json(s) as scheduled from scheduled_messages s
    where s.id = ${id} and s.workspace_id = ${workspaceId} and s.user_id = ${userId}`.execute(db)
  return rows[0]?.scheduled
}

/** A page of what someone has waiting or failed, by its time, and how many there are. */
export async function listScheduled(
  db: Db,
  { workspaceId, userId }: Person,
  { channelId, limit, offset }: { channelId: string | undefined; limit: number; offset: number },
): Promise<{ scheduled: ScheduledMessage[]; total: number }> {
  const own = sql`s.workspace_id = ${workspaceId} and s.user_id = ${userId} and s.status <> 'sent'
    ${channelId === undefined ? sql`` : sql`and s.channel_id = ${channelId}`}`
  const { rows } = await sql<{ scheduled: ScheduledMessage | null; total: number }>`
    select (select count(*) from scheduled_messages s where ${own}) as total,
      case when (page.s).id is not null then scheduled_json(page.s) end as scheduled
    from (select) one left join (
      select s from scheduled_messages s where ${own} order by s.send_at, s.id limit ${limit} offset ${offset}
    ) page on true
    order by (page.s).send_at, (page.s).id`.execute(db)
  return { scheduled: rows.flatMap(({ scheduled }) => scheduled ?? []), total: rows[0]?.total ?? 0 }
}

/** Removes someone's own that was not sent; undefined when there is none. Needs a transaction. */
export async function deleteScheduled(
  tx: Db,
  { workspaceId, userId }: Person,
  id: string,
): Promise<'deleted' | 'sent' | undefined> {
  const { rows } = await sql<{ status: string; file_ids: string[] }>`
    with found as (
      select s.workspace_id, s.id, s.status, s.file_ids from scheduled_messages s
      where s.id = ${id} and s.workspace_id = ${workspaceId} and s.user_id = ${userId} for update
    ), gone as (
      delete from scheduled_messages s using found
      where s.workspace_id = found.workspace_id and s.id = found.id and found.status <> 'sent'
    )
    select status, file_ids from found`.execute(tx)
  const [row] = rows
  if (row?.file_ids.length) await sql`select release_files(${workspaceId}, ${userId}, ${row.file_ids})`.execute(tx)
  return row && (row.status === 'sent' ? 'sent' : 'deleted')
}

/** Fails whatever waits to be posted to a channel. */
export async function failScheduledOf(
  db: Db,
  workspaceId: string,
  channelId: string,
  reason: z.infer<typeof FailureReason>,
): Promise<void> {
  await sql`
    update scheduled_messages set status = 'failed', failure_reason = ${reason}, done_at = now(),
      updated_at = date_trunc('milliseconds', clock_timestamp())
    where workspace_id = ${workspaceId} and channel_id = ${channelId} and status = 'pending'`.execute(db)
}

export interface Sending {
  outcome: 'sent' | 'failed' | 'later' | 'none'
  scheduled_id: string | null
  reason: string | null
  joined: boolean | null
  /** With `none`: milliseconds until the next is due; null when none waits. */
  wait_ms: number | null
}

/** Tries of a message that fails for no fault of its own, over more than an hour, before it is given up. */
const mostTries = 20

/** Posts one message that is due, if any is whose channel is not posted to already, and marks it: one statement. */
export async function sendNextScheduled(db: Db): Promise<Sending> {
  const { rows } = await sql<Sending>`
    select outcome, scheduled_id, reason, joined, wait_ms from send_scheduled(${mostTries})`.execute(db)
  return rows[0]!
}

/** Deletes what was sent or has failed long enough ago. */
export async function deleteDoneScheduled(db: Db): Promise<void> {
  await sql`
    delete from scheduled_messages where status <> 'pending'
      and done_at < now() - case status when 'sent' then ${`${scheduledLimits.sentKeptDays} days`}::interval
        else ${keptFor}::interval end`.execute(db)
}
