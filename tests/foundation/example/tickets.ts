import { defineEndpoint } from '@parley/contracts/endpoint'
import { defineEvent, type EventEnvelope } from '@parley/contracts/event'
import { defineFeed, roomOf } from '@parley/contracts/feed'
import { Uuid } from '@parley/contracts/ids'
import { envelopeOf } from '@parley/kit/envelope'
import { transact } from '@parley/kit/idempotency'
import { insertEvents } from '@parley/kit/outbox'
import { created, route } from '@parley/kit/route'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { sql } from 'kysely'
import * as z from 'zod'
import type { FeedSource } from '../../../services/gateway/src/sockets/feeds/source.ts'

/** A numbered feed of a second kind: what an agent and a visitor write, and notes that the visitor does not see. */
export const ticketFeed = defineFeed({
  name: 'ticket',
  plural: 'tickets',
  idField: 'conversation_id',
  prefix: 'cnv',
  dialect: 'desk',
  views: ['agent', 'visitor'],
})

const entry = {
  audience: 'Who takes part in the ticket.',
  delivery: 'sequenced',
  feed: ticketFeed,
  effect: 'add',
  data: z.object({ id: Uuid, text: z.string() }),
} as const
export const ticketSaid = defineEvent({ ...entry, type: 'ticket.said' })
export const ticketNoted = defineEvent({ ...entry, type: 'ticket.noted', views: ['agent'] })
export const ticketEvents = [ticketSaid, ticketNoted]

export const writeEntry = defineEndpoint({
  ...{ owner: 'chat-engine', auth: 'user', limit: 'default', summary: 'For tests.' },
  ...{ name: 'exampleWriteEntry', method: 'post', path: '/api/v2/example/tickets/:id/entries' },
  params: z.object({ id: z.guid() }),
  body: z.object({ text: z.string(), is_note: z.boolean().default(false) }),
  responses: { 201: z.object({ seq: z.int() }) },
})

export const ticketTables = `
  create table chat_engine.example_tickets (
    workspace_id uuid, id uuid, agent_id uuid, visitor_id uuid, head bigint default 0, primary key (workspace_id, id));
  create table chat_engine.example_entries (
    workspace_id uuid, ticket_id uuid, seq bigint, id uuid default uuidv7(), text text, is_note boolean,
    at timestamptz default now(), primary key (workspace_id, ticket_id, seq));
  grant all on chat_engine.example_tickets, chat_engine.example_entries to parley_chat_engine;
  grant select on chat_engine.example_tickets, chat_engine.example_entries to parley_gateway;`

interface Entry {
  seq: number
  id: string
  text: string
  is_note: boolean
  at: string
}

/** An entry as it is published, and read again. */
const eventOf = (workspaceId: string, feedId: string, { seq, id, text, is_note }: Entry) => ({
  event: is_note ? ticketNoted : ticketSaid,
  ...{ workspaceId, feedId, rooms: [roomOf(ticketFeed, feedId)], data: { id, text } },
  number: { id, seq, rev: seq },
})

export const writeEntryRoute = <DB>({ db }: ServiceRuntime<DB>) =>
  route(writeEntry, (request) =>
    transact(db, request, async (tx) => {
      const { params, body, caller, trace } = request
      const { rows } = await sql<Entry>`
        with ticket as (
          update example_tickets set head = head + 1
          where workspace_id = ${caller.workspaceId} and id = ${params.id} returning workspace_id, id, head
        )
        insert into example_entries (workspace_id, ticket_id, seq, text, is_note)
        select workspace_id, id, head, ${body.text}, ${body.is_note} from ticket returning *`.execute(tx)
      await insertEvents(tx, [eventOf(caller.workspaceId, params.id, rows[0]!)], trace)
      return created({ seq: rows[0]!.seq })
    }),
  )

const belongsTo = (column: string) => sql<Record<string, number> | null>`(
  select jsonb_object_agg(t.id, 0) from chat_engine.example_tickets t
  where t.workspace_id = asked.workspace_id and ${sql.ref(column)} = asked.user_id)`

/** How the gateway reads them. */
export const ticketSource: FeedSource = {
  feed: ticketFeed,
  events: ticketEvents,
  memberships: { agent: belongsTo('t.agent_id'), visitor: belongsTo('t.visitor_id') },

  async readHeads(db, tickets) {
    const { rows } = await sql<{ id: string; head: number }>`
      select id, head from chat_engine.example_tickets where id = any(${tickets.map(({ id }) => id)}::uuid[])`.execute(
      db,
    )
    const heads = new Map(rows.map(({ id, head }) => [id, { seq: head, rev: head }]))
    return tickets.map(({ id }) => heads.get(id) ?? { seq: 0, rev: 0 })
  },

  async readReadable(db, { workspaceId, userId }, ids) {
    const { rows } = await sql<{ id: string; head: number; view: string }>`
      select id, head, case agent_id when ${userId} then 'agent' else 'visitor' end as view
      from chat_engine.example_tickets
      where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and ${userId} in (agent_id, visitor_id)`.execute(
      db,
    )
    return new Map(rows.map(({ id, head, view }) => [id, { seq: head, rev: head, view }]))
  },

  async readChanges(db, { workspaceId, id }, { seq }, { view, events: max }) {
    const { rows } = await sql<Entry & { head: number }>`
      select e.seq, e.id, e.text, e.is_note, parley.iso(e.at) as at, t.head from chat_engine.example_tickets t
      left join chat_engine.example_entries e on e.workspace_id = t.workspace_id and e.ticket_id = t.id
        and e.seq > ${seq} and (${view} = 'agent' or not e.is_note)
      where t.workspace_id = ${workspaceId} and t.id = ${id} order by e.seq limit ${max}`.execute(db)
    const found = rows.filter((row) => row.seq !== null)
    const events = found.map((row) => ({ at: row.at, ...envelopeOf(eventOf(workspaceId, id, row)) }) as EventEnvelope)
    const hasMore = found.length === max
    const reached = hasMore ? found.at(-1)!.seq : (rows[0]?.head ?? 0)
    return {
      events,
      bytes: 0,
      seq: reached,
      rev: reached,
      hasMore,
      changed: [],
      isReset: false,
      readAt: Date.now() * 1_000,
    }
  },
}
