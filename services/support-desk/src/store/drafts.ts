import type { Conversation } from '@parley/contracts/desk/conversation'
import { conversationMessage, conversationNote, conversationUpdated } from '@parley/contracts/desk/events'
import { type EventContract, rooms } from '@parley/contracts/event'
import { derivedId } from '@parley/kit/derived-id'
import type { NewEvent } from '@parley/kit/envelope'
import { insertEvents, transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { isAiTurn } from '../domain/ai-turn.ts'
import type { ConversationRow, Draft } from '../domain/draft.ts'
import { moveCounts } from './conversation-counts.ts'
import { findMessages, insertMessages, markSeen } from './messages.ts'
import { findNotes, insertNotes } from './notes.ts'
import { recordFacts } from './report-facts.ts'
import { queueDocuments } from './search-queue.ts'
import { keepGoals } from './sla.ts'

const now = sql<string>`now()`

/** Writes what has become of a locked conversation, with its events, and the counts. */
export const saveDraft = (tx: Db, draft: Draft, trace: Trace): Promise<void> =>
  saveDrafts(tx, draft.row.workspace_id, [draft], trace)

/** The same of several that are locked, once a transaction. */
export async function saveDrafts(tx: Db, workspaceId: string, drafts: readonly Draft[], trace: Trace): Promise<void> {
  for (const draft of drafts) {
    await keepGoals(tx, draft)
    await saveRows(tx, draft)
    await publish(tx, draft, trace)
  }
  await recordFacts(tx, drafts)
  const moves = drafts.map(({ isNew, before, row }) => ({ before: isNew ? undefined : before, after: row }))
  await moveCounts(tx, workspaceId, moves)
}

/**
 * Updates the conversation's row once. PostgreSQL checks the foreign keys of a row that its own transaction has updated before
 * once more, and then waits for whoever has the visitor locked, and waits for this conversation.
 */
async function saveRows(tx: Db, draft: Draft): Promise<void> {
  const { before, row, analysis, messages, notes } = draft
  const { workspace_id: workspaceId, id } = row
  const conversation = { workspaceId, id }
  await insertMessages(tx, conversation, messages)
  await insertNotes(tx, conversation, notes)
  await queueDocuments(
    tx,
    conversation,
    [...messages, ...notes].map(({ seq }) => seq),
  )
  await markSeen(tx, conversation, { senders: ['VISITOR'], from: before.agent_read_seq, to: row.agent_read_seq })
  await markSeen(tx, conversation, {
    senders: ['AGENT', 'AI'],
    from: before.visitor_read_seq,
    to: row.visitor_read_seq,
  })
  const changed = changedColumns(before, row)
  if (Object.keys(changed).length === 0) return
  const { sla, ...columns } = changed
  await tx
    .updateTable('conversations')
    .set({
      ...columns,
      ...(sla !== undefined && { sla: sla && JSON.stringify(sla) }),
      ...(analysis !== undefined && { analysis: analysis && JSON.stringify(analysis) }),
      ...timesOf(draft, changed),
      updated_at: now,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** When what has changed did so: the transaction's time. */
function timesOf(draft: Draft, changed: Partial<ConversationRow>) {
  const { row, messages } = draft
  const writers = new Set(messages.map(({ senderType }) => senderType))
  const isReopened = draft.before.status === 'CLOSED' && 'status' in changed
  const isFirstAnswer = writers.has('AGENT') && (isReopened || row.first_answered_at === null)
  return {
    ...('changed_rev' in changed && { changed_at: now }),
    ...('status' in changed && { closed_at: row.status === 'CLOSED' ? now : null }),
    ...('status' in changed &&
      row.status === 'WAITING' && { queued_at: now, assignable_at: isAiTurn(row) ? row.assignable_at : now }),
    ...(writers.has('VISITOR') && row.waiting_since === null && { waiting_since: now }),
    ...((writers.has('AGENT') || row.status === 'CLOSED') && { waiting_since: null }),
    ...(writers.has('AGENT') && { answered_at: now }),
    ...(isReopened && writers.size === 0 && { waiting_since: sinceUnanswered(row) }),
    ...(isReopened && { opened_at: now, first_answered_at: null }),
    ...(isFirstAnswer && { first_answered_at: now }),
  }
}

/** Whoever reopens what nobody has answered has its visitor wait again, from now on. */
const sinceUnanswered = ({ workspace_id, id }: ConversationRow) => sql<string | null>`
  case (select m.sender_type from messages m
    where m.workspace_id = ${workspace_id} and m.conversation_id = ${id} and m.sender_type in ('VISITOR', 'AGENT')
    order by m.seq desc limit 1) when 'VISITOR' then now() end`

/** What stays is not written: an update that changes no indexed column is the cheaper one. */
function changedColumns(before: ConversationRow, row: ConversationRow): Partial<ConversationRow> {
  const entries = Object.entries(row) as [keyof ConversationRow, unknown][]
  return Object.fromEntries(entries.filter(([name, value]) => before[name] !== value))
}

async function publish(tx: Db, { row, events, messages, notes }: Draft, trace: Trace): Promise<void> {
  const { workspace_id: workspaceId, id: feedId, visitor_id: visitorId } = row
  const conversation = { workspaceId, id: feedId }
  const changed = events.some((each) => each.of === 'conversation') ? await resourceOf(tx, conversation) : undefined
  const said = await findMessages(tx, conversation, idsOf(messages))
  const noted = await findNotes(tx, conversation, idsOf(notes))
  const agents = [rooms.desk(workspaceId)]
  const everybody = [...agents, rooms.visitor(workspaceId, visitorId)]
  const written = events.map(({ seq, rev, ...each }): NewEvent<EventContract> => {
    const about = { workspaceId, feedId }
    if (each.of === 'conversation') {
      const number = { id: derivedId(`${feedId}${rev}`), seq, rev }
      const rooms = each.event.views ? agents : everybody
      return { ...about, event: each.event, rooms, data: each.event.data.parse(changed), number }
    }
    const { id } = each
    if (each.of === 'note')
      return { ...about, event: conversationNote, rooms: agents, data: noted.get(id), number: { id, seq, rev } }
    return { ...about, event: conversationMessage, rooms: everybody, data: said.get(id), number: { id, seq, rev } }
  })
  await insertEvents(tx, written, trace)
}

/** Publishes conversations by the last change of each, whoever has made it. */
export async function publishAsTheyAre(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
  trace: Trace,
): Promise<void> {
  const rows = await db
    .selectFrom('conversation_resources')
    .select(['id', 'visitor_id', 'seq', 'changed_rev', 'resource'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  const events = rows.map(({ id, visitor_id: visitorId, seq, changed_rev: rev, resource }) => ({
    ...{ event: conversationUpdated, workspaceId, feedId: id },
    rooms: [rooms.desk(workspaceId), rooms.visitor(workspaceId, visitorId)],
    data: conversationUpdated.data.parse(resource),
    number: { id: derivedId(`${id}${rev}`), seq, rev },
  }))
  await transaction(db, (tx) => insertEvents(tx, events, trace))
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

/** The conversation as it is written by now. */
async function resourceOf(tx: Db, { workspaceId, id }: { workspaceId: string; id: string }): Promise<Conversation> {
  const { resource } = await tx
    .selectFrom('conversation_resources')
    .select('resource')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return resource
}
