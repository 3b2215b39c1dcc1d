import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RunRef } from '../runs/run.ts'

/**
 * Erases what is kept of the runs `erased (id)` of a statement beside their rows: what their events and approvals say. The
 * last event stays, without what it answers, for whoever waits for it.
 */
const eraseDetails = (workspaceId: string) => sql`
  emptied as (
    update run_events e set data = e.data || '{"reply": "", "attachments": [], "sources": []}' from erased
    where e.workspace_id = ${workspaceId} and e.run_id = erased.id and e.event = 'done'),
  deleted as (
    delete from run_events e using erased
    where e.workspace_id = ${workspaceId} and e.run_id = erased.id and e.event not in ('done', 'error')),
  forgotten as (
    update approvals a set input = 'null' from erased where a.workspace_id = ${workspaceId} and a.run_id = erased.id)`

/**
 * Erases what runs keep of messages of a channel that were deleted: what was asked in them, with an answer that was not
 * posted, or what was answered; and what tools were to be called with.
 *
 * @returns the runs under way that answer them, which are asked to end, and post nothing
 */
export async function eraseMessages(tx: Db, workspaceId: string, messageIds: readonly string[]): Promise<string[]> {
  const isAsked = sql`question_id = any(${messageIds}::uuid[])`
  const isAnswer = sql`coalesce(reply_message_id = any(${messageIds}::uuid[]), false)`
  const isUnposted = sql`reply_message_id is null`
  const { rows } = await sql<{ id: string }>`
    with changed as (
      update runs set
        request = case when ${isAsked} then request - 'message' - 'context' else request end,
        reply = case when ${isAnswer} or ${isUnposted} and ended_at is not null then '' else reply end,
        attachments = case when ${isAnswer} or ${isUnposted} then '[]' else attachments end,
        sources = case when ${isAnswer} or ${isUnposted} then '[]' else sources end,
        -- They were called with words of the question.
        tools = '[]',
        stop_requested_at = case when ${isAsked} and ended_at is null then coalesce(stop_requested_at, now())
          else stop_requested_at end
      where workspace_id = ${workspaceId} and (${isAsked} or reply_message_id = any(${messageIds}::uuid[]))
      returning id, ${isAsked} and ended_at is null as is_under_way, ${isAnswer} or ended_at is not null as is_over),
    -- Those under way are erased when they end: until then they write.
    erased as (select id from changed where is_over),
    ${eraseDetails(workspaceId)}
    select id from changed where is_under_way`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Erases what a run has written in vain, with its last event, where its question was deleted before it ended. */
export async function eraseUnpostedReply(tx: Db, { workspaceId, id }: RunRef): Promise<void> {
  await sql`
    with erased as (
      update runs set reply = '', attachments = '[]', tools = '[]', sources = '[]'
      where workspace_id = ${workspaceId} and id = ${id} and not request ? 'message'
      returning id),
    ${eraseDetails(workspaceId)}
    select`.execute(tx)
}

/** Whether the question of a run was deleted. */
export async function isQuestionErased(db: Db, { workspaceId, id }: RunRef): Promise<boolean> {
  const { is_erased } = await db
    .selectFrom('runs')
    .select(sql<boolean>`not request ? 'message'`.as('is_erased'))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return is_erased
}

/**
 * Deletes the runs of a private conversation that have ended, with their events, and erases what their tools were to be
 * called with.
 */
export async function deleteEndedRuns(tx: Db, workspaceId: string, sessionId: string): Promise<void> {
  await sql`
    with ended as (
      delete from runs where workspace_id = ${workspaceId} and session_id = ${sessionId} and ended_at is not null
      returning id),
    deleted as (
      delete from run_events e using ended where e.workspace_id = ${workspaceId} and e.run_id = ended.id)
    update approvals a set input = 'null' from ended where a.workspace_id = ${workspaceId} and a.run_id = ended.id`.execute(
    tx,
  )
}

/** Erases what runs of private conversations keep: what was asked and answered, and what tools were to be called with. */
export async function eraseRuns(tx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  await sql`
    with erased as (
      update runs set reply = case when ended_at is not null then '' end, attachments = '[]', tools = '[]',
        sources = '[]',
        request = request - 'message' - 'context'
      where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]))
    update approvals set input = 'null'
    where workspace_id = ${workspaceId} and run_id = any(${ids}::uuid[])`.execute(tx)
}
