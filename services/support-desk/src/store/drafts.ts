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
import type { ConversationRow, Draft, Numbers } from '../domain/draft.ts'
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
  await queueDocuments(tx, conversation, { messages, notes })
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
      visitor_updated_at: isHidden(draft) ? sql`coalesce(visitor_updated_at, updated_at)` : null,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Whether its visitor sees nothing of what has become of it. */
const isHidden = ({ before, row }: Draft) => row.rev - row.hidden_revs === before.rev - before.hidden_revs

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
  // Also what its visitor is not shown: a gateway that had to look for it would deliver later what comes behind it.
  const about = { workspaceId, feedId, rooms: roomsOf(workspaceId, visitorId) }
  const written = events.map((each): NewEvent<EventContract> => {
    if (each.of === 'conversation') {
      const number = numberOf(changeIdOf(feedId, each, each.event.views !== undefined), each)
      return { ...about, event: each.event, data: each.event.data.parse(changed), number }
    }
    const number = numberOf(each.id, each)
    return each.of === 'note'
      ? { ...about, event: conversationNote, data: noted.get(each.id), number }
      : { ...about, event: conversationMessage, data: said.get(each.id), number }
  })
  await insertEvents(tx, written, trace)
}

/** Of a number that its visitor knows, unless they are never shown it: who guesses what an id was made of learns no other. */
const changeIdOf = (feedId: string, { rev, hiddenRevs }: Pick<Numbers, 'rev' | 'hiddenRevs'>, isHidden = false) =>
  derivedId(isHidden ? `${feedId}!${rev}` : `${feedId}${rev - hiddenRevs}`)

const roomsOf = (workspaceId: string, visitorId: string) => [
  rooms.desk(workspaceId),
  rooms.visitor(workspaceId, visitorId),
]

/** The numbers of an event, by which a visitor counts what they see alone. */
const numberOf = (id: string, { seq, rev, hiddenRevs }: Numbers) => ({
  ...{ id, seq, rev },
  ...(hiddenRevs > 0 && { revs: { visitor: rev - hiddenRevs } }),
})

/** Publishes conversations by the last change of each, whoever has made it. */
export async function publishAsTheyAre(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
  trace: Trace,
): Promise<void> {
  const rows = await db
    .selectFrom('conversation_resources')
    .select(['id', 'visitor_id', 'seq', 'changed_rev', 'visitor_changed_rev', 'resource'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  const events = rows.map(({ id, visitor_id: visitorId, resource, ...row }) => {
    const numbers = { seq: row.seq, rev: row.changed_rev, hiddenRevs: row.changed_rev - row.visitor_changed_rev }
    return {
      ...{ event: conversationUpdated, workspaceId, feedId: id },
      rooms: roomsOf(workspaceId, visitorId),
      data: conversationUpdated.data.parse(resource),
      number: numberOf(changeIdOf(id, numbers), numbers),
    }
  })
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
