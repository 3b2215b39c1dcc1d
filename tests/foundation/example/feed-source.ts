import type { EventEnvelope } from '@parley/contracts/event'
import { roomOf } from '@parley/contracts/feed'
import { envelopeOf } from '@parley/kit/envelope'
import { sql } from 'kysely'
import type { FeedSource } from '../../../services/gateway/src/sockets/feeds/source.ts'
import { ticketEvents, ticketFeed, ticketNoted, ticketSaid } from './contracts.ts'

export type Entry = { id: string; seq: number; text: string; is_note: boolean }

/** An entry as it is published, and read again. */
export const eventOf = (workspaceId: string, ticketId: string, { seq, id, text, is_note }: Entry) => ({
  event: is_note ? ticketNoted : ticketSaid,
  workspaceId,
  feedId: ticketId,
  rooms: [roomOf(ticketFeed, ticketId)],
  ...{ data: { id, text }, number: { id, seq, rev: seq } },
})

const belongsTo = (column: string) => sql<Record<string, number> | null>`(
  select jsonb_object_agg(t.id, 0) from chat_engine.example_tickets t
  where t.workspace_id = asked.workspace_id and ${sql.ref(column)} = asked.user_id)`

/** How the gateway reads tickets. */
export const ticketSource: FeedSource = {
  feed: ticketFeed,
  events: ticketEvents,
  memberships: { agent: belongsTo('t.agent_id'), visitor: belongsTo('t.visitor_id') },
  async readHeads(db, tickets) {
    const { rows } = await sql<{ seq: number; rev: number }>`
      select coalesce(t.head, 0) as seq, coalesce(t.head, 0) as rev
      from unnest(${tickets.map(({ id }) => id)}::uuid[]) with ordinality asked (id, ordinal)
      left join chat_engine.example_tickets t on t.id = asked.id order by ordinal`.execute(db)
    return rows
  },
  async readReadable(db, reader, ids) {
    const readerId = 'userId' in reader ? reader.userId : reader.visitorId
    const { rows } = await sql<{ id: string; seq: number; rev: number; view: string }>`
      select id, head as seq, head as rev, case agent_id when ${readerId}::uuid then 'agent' else 'visitor' end as view
      from chat_engine.example_tickets where workspace_id = ${reader.workspaceId} and id = any(${ids}::uuid[])
        and ${readerId}::uuid in (agent_id, visitor_id)`.execute(db)
    return new Map(rows.map(({ id, ...ticket }) => [id, ticket]))
  },
  async readChanges(db, { workspaceId, id }, position, { view, events: max }) {
    const { rows } = await sql<Entry & { at: string; head: number }>`
      select e.seq, e.id, e.text, e.is_note, parley.iso(e.at) as at, t.head from chat_engine.example_tickets t
      left join chat_engine.example_entries e on e.workspace_id = t.workspace_id and e.ticket_id = t.id
        and e.seq > ${position.seq} and (${view} = 'agent' or not e.is_note)
      where t.workspace_id = ${workspaceId} and t.id = ${id} order by e.seq limit ${max}`.execute(db)
    const found = rows.filter((row) => row.seq !== null)
    const events = found.map((row) => ({ at: row.at, ...envelopeOf(eventOf(workspaceId, id, row)) }) as EventEnvelope)
    const hasMore = found.length === max
    const seq = hasMore ? found.at(-1)!.seq : (rows[0]?.head ?? 0)
    return { events, seq, rev: seq, hasMore, bytes: 0, changed: [], isReset: false, readAt: Date.now() * 1_000 }
  },
}
