import { Note, StoredDeskMessage } from '@parley/contracts/desk/conversation'
import { conversationMessage, conversationNote, deskEvents } from '@parley/contracts/desk/events'
import type { EventContract } from '@parley/contracts/event'
import { rooms } from '@parley/contracts/event'
import { conversationFeed } from '@parley/contracts/feeds'
import { derivedId } from '@parley/kit/derived-id'
import { envelopeOf, type PublishedEvent } from '@parley/kit/envelope'
import { sql } from 'kysely'
import type { FeedSource, SharedStart } from './source.ts'

/** At most so many conversations are looked after at once, of all that were changed meanwhile. */
const maxChanged = 1_000

const roomsOf = (workspaceId: string, visitorId: string): SharedStart['rooms'] => ({
  agent: rooms.desk(workspaceId),
  visitor: rooms.visitor(workspaceId, visitorId),
})

/** A change as the support desk publishes it; `id` is null where the conversation itself has changed. */
interface Missed {
  type: string
  id: string | null
  seq: number
  rev: number
  /** Null to visitors themselves, and of what they do not see. */
  visitor_rev: number | null
  at: string
  data: unknown
}

const contracts = new Map<string, EventContract>(deskEvents.map((event) => [event.type, event]))

/** The change as it was published, or would be now; attachments are unsigned. */
function eventOf(workspaceId: string, feedId: string, missed: Missed): PublishedEvent {
  const { type, id, seq, rev, visitor_rev: visitor, at, data } = missed
  const event = contracts.get(type)!
  const number = {
    // Of a number that its visitor knows: who guesses what an id was made of learns no other.
    ...{ id: id ?? derivedId(`${feedId}${visitor ?? rev}`), seq, rev },
    ...(visitor !== null && visitor !== rev && { revs: { visitor } }),
  }
  return {
    at,
    ...envelopeOf({ event, workspaceId, feedId, rooms: [], data: shown(event, data), number }),
  } as PublishedEvent
}

function shown(event: EventContract, data: unknown): unknown {
  if (event.type === conversationMessage.type) return StoredDeskMessage.parse(data)
  return event.type === conversationNote.type ? Note.parse(data) : event.data.parse(data)
}

/**
 * Conversations of the support desk. Agents, owners and admins read all of a workspace's; visitors their own without notes,
 * by a `rev` that does not count them.
 */
export const conversationSource: FeedSource = {
  feed: conversationFeed,
  events: deskEvents,
  memberships: {},

  async readHeads(db, conversations) {
    const { rows } = await sql<{ seq: number; rev: number }>`
      select coalesce(h.seq, 0) as seq, coalesce(h.rev, 0) as rev
      from unnest(${conversations.map(({ workspaceId }) => workspaceId)}::uuid[], ${conversations.map(({ id }) => id)}::uuid[])
        with ordinality asked (workspace_id, conversation_id, position)
      left join support_desk.conversation_heads h
        on h.workspace_id = asked.workspace_id and h.conversation_id = asked.conversation_id
      order by asked.position`.execute(db)
    return rows
  },

  async readReadable(db, reader, ids) {
    const isVisitor = 'visitorId' in reader
    const rows = await db
      .selectFrom('support_desk.conversation_heads as h')
      .select(['h.conversation_id', 'h.seq', isVisitor ? 'h.visitor_rev as rev' : 'h.rev'])
      .where('h.workspace_id', '=', reader.workspaceId)
      .where('h.conversation_id', '=', sql<string>`any(${ids}::uuid[])`)
      .$if(isVisitor, (query) => query.where('h.visitor_id', '=', (reader as { visitorId: string }).visitorId))
      .$if(!isVisitor, (query) =>
        query.where(({ exists, selectFrom }) =>
          exists(
            selectFrom('members as m')
              .select('m.user_id')
              .where('m.workspace_id', '=', reader.workspaceId)
              .where('m.user_id', '=', (reader as { userId: string }).userId)
              .where(({ or, eb }) => or([eb('m.agent', '=', true), eb('m.role', 'in', ['owner', 'admin'])])),
          ),
        ),
      )
      .execute()
    const view = isVisitor ? 'visitor' : 'agent'
    return new Map(rows.map(({ conversation_id, seq, rev }) => [conversation_id, { seq, rev, view }]))
  },

  async readChanges(db, { workspaceId, id }, { seq: afterSeq, rev: afterRev }, { view, events: max, bytes: maxBytes }) {
    const { rows } = await sql<{ missed: string; seq: number; rev: number; hasMore: boolean; readAt: number }>`
      select missed::text as missed, seq, rev, has_more as "hasMore",
        (extract(epoch from now()) * 1000000)::bigint as "readAt"
      from support_desk.conversation_changes(${workspaceId}, ${id}, ${afterSeq}, ${afterRev}, ${view === 'agent'}, ${max},
        ${maxBytes})`.execute(db)
    const row = rows[0]
    // It was deleted: nothing of it is delivered.
    if (!row)
      return {
        events: [],
        bytes: 0,
        seq: afterSeq,
        rev: afterRev ?? 0,
        hasMore: false,
        changed: [],
        isReset: false,
        readAt: 0,
      }
    const { missed, ...page } = row
    const events = (JSON.parse(missed) as Missed[]).map((each) => eventOf(workspaceId, id, each))
    return { ...page, events, bytes: Buffer.byteLength(missed), changed: [], isReset: false }
  },

  shared: {
    async readStarts(db, conversations) {
      const { rows } = await sql<{ workspace_id: string; visitor_id: string | null; seq: number; rev: number }>`
        select asked.workspace_id, p.visitor_id, p.seq, p.rev
        from unnest(${conversations.map(({ workspaceId }) => workspaceId)}::uuid[],
          ${conversations.map(({ id }) => id)}::uuid[], ${conversations.map(({ at }) => new Date(at))}::timestamptz[])
          with ordinality asked (workspace_id, id, at, position)
        left join lateral support_desk.conversation_position(asked.workspace_id, asked.id, asked.at) p on true
        order by asked.position`.execute(db)
      return rows.map(({ workspace_id, visitor_id, seq, rev }) =>
        visitor_id === null ? undefined : { seq, rev, rooms: roomsOf(workspace_id, visitor_id) },
      )
    },

    async readChanged(db, subscribed, since) {
      const parts = subscribed.map((room) => room.split(':'))
      const desks = parts.filter(([kind]) => kind === 'desk').map(([, workspaceId]) => workspaceId!)
      const visitors = parts.filter(([kind]) => kind === 'visitor')
      if (desks.length + visitors.length === 0) return []
      const { rows } = await sql<{
        workspace_id: string
        conversation_id: string
        visitor_id: string
        seq: number
        rev: number
      }>`
        select distinct h.workspace_id, h.conversation_id, h.visitor_id, h.seq, h.rev, h.updated_at from (
          select h.* from unnest(${desks}::uuid[]) asked (workspace_id)
          join support_desk.conversation_heads h
            on h.workspace_id = asked.workspace_id and h.updated_at > ${new Date(since)}
          union all
          select h.* from unnest(${visitors.map(([, workspaceId]) => workspaceId!)}::uuid[],
            ${visitors.map(([, , visitorId]) => visitorId!)}::uuid[]) asked (workspace_id, visitor_id)
          join support_desk.conversation_heads h
            on h.workspace_id = asked.workspace_id and h.visitor_id = asked.visitor_id and h.updated_at > ${new Date(since)}
        ) h
        order by h.updated_at desc limit ${maxChanged}`.execute(db)
      return rows.map(({ workspace_id: workspaceId, conversation_id: id, visitor_id, seq, rev }) => ({
        ...{ workspaceId, id, seq, rev },
        rooms: roomsOf(workspaceId, visitor_id),
      }))
    },
  },
}
