import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { TranscriptMessage } from '@parley/contracts/messages/transcript'
import { type ExpressionBuilder, expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { hasCrossed } from './crossed.ts'
import type { Person } from './messages.ts'
import { cutPage, ordered, withinPage } from './paging.ts'

/** Which messages of a channel or thread: those behind `after`, else the last ones. */
export interface Passage {
  threadId: string | null
  /** Whether a channel's include the replies of its threads. */
  replies: boolean
  before: string | null
  after: string | null
  since: string | null
  limit: number
  maxBytes: number
  /** Whether an answer in the channel is made of it: then without what people of its platforms have not seen. */
  forAnswer: boolean
}

export interface Transcript {
  channelName: string
  /** Oldest first. */
  messages: TranscriptMessage[]
  hasMore: boolean
  /** Messages of the channel or thread that are not deleted. */
  total: number
  /** The root of the thread; null when `threadId` names no message of the channel. */
  rootId: string | null
  /** The cursor that is no message of the channel. */
  unknownCursor?: 'before' | 'after'
}

/**
 * What was said in a channel or thread, in one statement: a range of an index for the roots, one for the replies, of each
 * no more than are shown. Undefined when the reader may not read the channel.
 */
export async function findTranscript(
  db: Db,
  reader: Person,
  channelId: string,
  passage: Passage,
): Promise<Transcript | undefined> {
  const { threadId, replies, before, after, limit, maxBytes, forAnswer } = passage
  const direction = after === null ? 'desc' : 'asc'
  const rows = await findScope(db, reader, channelId, passage)
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom(partsOf(passage).as('m'))
          .leftJoin('gateway.people as p', (join) =>
            join.onRef('p.workspace_id', '=', 'm.workspace_id').onRef('p.user_id', '=', 'm.user_id'),
          )
          .select(({ ref, fn, val }) => {
            const order = sql.join([ordered(ref('m.created_at'), direction), ordered(ref('m.seq'), direction)])
            const resource = sql<Omit<TranscriptMessage, 'attachments'> & { attachments: UnsignedAttachment[] | null }>`
              json_build_object(
                'id', ${ref('m.id')}, 'author', coalesce(${ref('p.display_name')}, ${ref('m.author_name')}, 'Somebody'),
                'author_type', case when ${ref('m.user_id')} is not null then 'user'
                  when ${ref('m.ai_twin_id')} is not null then 'twin' else 'bridged' end,
                'user_id', ${ref('m.user_id')}, 'ai_twin_id', ${ref('m.ai_twin_id')},
                'created_at', parley.iso(${ref('m.created_at')}),
                'content', ${fn('left', [ref('m.content'), val(maxBytes)])},
                'parent_message_id', ${ref('m.parent_message_id')}, 'attachments', ${ref('m.attachments')})`
            return [
              'm.created_at',
              'm.seq',
              withinPage(resource, fn<number>('octet_length', [ref('m.content')]), order, maxBytes).as('resource'),
            ]
          })
          .$if(forAnswer, (query) => query.where(hasCrossed))
          .orderBy('m.created_at', direction)
          .orderBy('m.seq', direction)
          .limit(limit + 1)
          .as('page'),
      (join) => join.onTrue(),
    )
    .select('page.resource')
    .orderBy('page.created_at', direction)
    .orderBy('page.seq', direction)
    .execute()
  const [first] = rows
  if (!first) return undefined
  const { page, hasMore } = cutPage(rows, limit, after === null)
  const unknownCursor =
    before !== null && first.before_seq === null
      ? 'before'
      : after !== null && first.after_seq === null
        ? 'after'
        : undefined
  const ofThread = (first.reply_count ?? 0) + (first.is_root_shown ? 1 : 0)
  const ofChannel = replies ? first.message_count : first.root_count
  return {
    channelName: first.name,
    messages: page.map((message) => ({ ...message, attachments: message.attachments ?? [] })),
    hasMore,
    total: threadId === null ? (ofChannel ?? 0) : ofThread,
    rootId: first.root_id,
    ...(unknownCursor && { unknownCursor }),
  }
}

/** The channel with its counters, the thread's root, and the places of the cursors. */
const findScope = (
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  { threadId, before, after }: Pick<Passage, 'threadId' | 'before' | 'after'>,
) =>
  db
    .selectFrom(({ selectFrom }) =>
      selectFrom('channels.access as a')
        .leftJoin('channel_heads as h', (join) =>
          join.onRef('h.workspace_id', '=', 'a.workspace_id').onRef('h.channel_id', '=', 'a.channel_id'),
        )
        .leftJoin('messages as t', (join) =>
          join
            .onRef('t.workspace_id', '=', 'a.workspace_id')
            .onRef('t.channel_id', '=', 'a.channel_id')
            .on('t.id', '=', threadId),
        )
        .leftJoin('messages as root', (join) =>
          join
            .onRef('root.workspace_id', '=', 'a.workspace_id')
            .on(({ eb, fn }) => eb('root.id', '=', fn.coalesce('t.parent_message_id', 't.id'))),
        )
        .leftJoin('messages as b', (join) =>
          join
            .onRef('b.workspace_id', '=', 'a.workspace_id')
            .onRef('b.channel_id', '=', 'a.channel_id')
            .on('b.id', '=', before),
        )
        .leftJoin('messages as c', (join) =>
          join
            .onRef('c.workspace_id', '=', 'a.workspace_id')
            .onRef('c.channel_id', '=', 'a.channel_id')
            .on('c.id', '=', after),
        )
        .where('a.workspace_id', '=', workspaceId)
        .where('a.channel_id', '=', channelId)
        .where('a.user_id', '=', userId)
        .select(({ eb }) => [
          'a.workspace_id',
          'a.channel_id',
          'a.name',
          'h.message_count',
          'h.root_count',
          'root.id as root_id',
          'root.reply_count',
          eb('root.deleted_at', 'is', null).as('is_root_shown'),
          'b.created_at as before_at',
          'b.seq as before_seq',
          'c.created_at as after_at',
          'c.seq as after_seq',
        ])
        .as('scope'),
    )
    .selectAll('scope')

/** The columns of `findScope` that ranges use. */
interface Scope {
  workspace_id: string
  channel_id: string
  root_id: string | null
  before_at: string | null
  before_seq: number | null
  after_at: string | null
  after_seq: number | null
}

/** The roots, or the thread's one, and the replies of a passage of `scope`, of each as many as may be shown. */
function partsOf(passage: Passage) {
  const eb = expressionBuilder<DB & { scope: Scope }, 'scope'>()
  const roots = rangeOf(eb, passage)
    .where('m.parent_message_id', 'is', null)
    .$if(passage.threadId !== null, (query) => query.whereRef('m.id', '=', 'scope.root_id'))
  const answers = rangeOf(eb, passage)
    .where('m.parent_message_id', 'is not', null)
    .$if(passage.threadId !== null, (query) => query.whereRef('m.parent_message_id', '=', 'scope.root_id'))
  const all = eb.selectFrom(roots.as('roots')).selectAll()
  return passage.replies || passage.threadId !== null
    ? all.unionAll(eb.selectFrom(answers.as('answers')).selectAll())
    : all
}

function rangeOf(eb: ExpressionBuilder<DB & { scope: Scope }, 'scope'>, passage: Passage) {
  const { before, after, since, limit } = passage
  const direction = after === null ? 'desc' : 'asc'
  return eb
    .selectFrom('messages as m')
    .whereRef('m.workspace_id', '=', 'scope.workspace_id')
    .whereRef('m.channel_id', '=', 'scope.channel_id')
    .where('m.deleted_at', 'is', null)
    .$if(before !== null, (query) =>
      query.where(({ eb, refTuple }) =>
        eb(
          refTuple('m.created_at', 'm.seq'),
          '<',
          refTuple('scope.before_at', 'scope.before_seq').$castTo<[string, number]>(),
        ),
      ),
    )
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple }) =>
        eb(
          refTuple('m.created_at', 'm.seq'),
          '>',
          refTuple('scope.after_at', 'scope.after_seq').$castTo<[string, number]>(),
        ),
      ),
    )
    .$if(since !== null, (query) => query.where('m.created_at', '>=', since!))
    .select([
      'm.workspace_id',
      'm.channel_id',
      'm.id',
      'm.seq',
      'm.created_at',
      'm.parent_message_id',
      'm.user_id',
      'm.ai_twin_id',
      'm.author_name',
      'm.author_platform',
      'm.is_imported',
      'm.content',
      'm.attachments',
    ])
    .orderBy('m.created_at', direction)
    .orderBy('m.seq', direction)
    .limit(limit + 1)
}
