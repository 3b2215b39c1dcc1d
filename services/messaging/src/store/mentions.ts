import { maxMentionsCounted } from '@parley/contracts/messages/following'
import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { type Expression, expressionBuilder, type QueryCreator, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { Person } from './messages.ts'
import { type Cursor, cutPage, directionOf, isBeyond, ordered, type Page, withinPage } from './paging.ts'

export interface Mentions {
  messages: StoredMessage[]
  /** Exact up to `maxMentionsCounted`. */
  total: number
  totalIsCapped: boolean
  hasMore: boolean
}

/**
 * The messages that mention a person, newest first, in one statement. The newest mention in each channel they are in, or were ever
 * mentioned in, says in which of them the page can lie, and only those are read further: it costs as much as they have
 * channels, however many messages there are.
 */
export async function findMentions(db: Db, person: Person, page: Page): Promise<Mentions> {
  const direction = directionOf(page)
  const isFirstPage = page.before === undefined && page.after === undefined
  const taken = page.limit + 1
  const rows = await withReadable(db, person)
    .with(
      (cte) => cte('active').materialized(),
      (qc) =>
        qc
          .selectFrom('readable as r')
          .innerJoinLateral(mentionsOf(person, sql.lit(1)).as('newest'), (join) => join.onTrue())
          .selectAll('r')
          .select('newest.message_id'),
    )
    .with(
      (cte) => cte('near').materialized(),
      (qc) =>
        isFirstPage
          ? qc.selectFrom('active as r').selectAll('r').orderBy('r.message_id', 'desc').limit(taken)
          : qc
              .selectFrom('active as r')
              .innerJoinLateral(mentionsOf(person, sql.lit(1), page).as('next'), (join) => join.onTrue())
              .selectAll('r')
              .orderBy('next.message_id', direction)
              .limit(taken),
    )
    .with('listed', (qc) =>
      qc
        .selectFrom('near as r')
        .innerJoinLateral(mentionsOf(person, taken, page).as('found'), (join) => join.onTrue())
        .select('found.message_id')
        .orderBy('found.message_id', direction)
        .limit(taken),
    )
    .with('counted', (qc) =>
      qc
        .selectFrom(({ selectFrom }) =>
          selectFrom('active as r')
            .innerJoinLateral(mentionsOf(person, maxMentionsCounted + 1).as('mentioned'), (join) => join.onTrue())
            .select('mentioned.message_id')
            .limit(maxMentionsCounted + 1)
            .as('kept'),
        )
        .select(({ fn }) => fn.countAll<number>().as('total')),
    )
    .selectFrom('counted')
    .leftJoin(
      ({ selectFrom }) =>
        selectFrom('listed')
          .innerJoin('message_resources as m', 'm.id', 'listed.message_id')
          .select(({ ref }) => [
            'listed.message_id',
            withinPage(ref('m.resource'), ref('m.bytes'), ordered(ref('listed.message_id'), direction)).as('resource'),
          ])
          .where('m.workspace_id', '=', person.workspaceId)
          .as('page'),
      (join) => join.onTrue(),
    )
    .select(['counted.total', 'page.resource'])
    .orderBy('page.message_id', direction)
    .execute()
  const { page: messages, hasMore } = cutPage(rows, page.limit, page.after !== undefined)
  const total = rows[0]?.total ?? 0
  return {
    messages: messages.filter(isMessage),
    total: Math.min(total, maxMentionsCounted),
    totalIsCapped: total > maxMentionsCounted,
    hasMore,
  }
}

/** A channel that someone can read. */
interface Readable {
  channel_id: string
  is_member: boolean
  /** Whether it ever mentioned them by name. */
  is_named: boolean
  /** The newest message when they joined; null where there was none. */
  joined_after: string | null
}

/**
 * Begins a statement with `readable`: the channels that someone is in, and those that ever mentioned them by name and
 * that they can read.
 */
function withReadable(db: Db, { workspaceId, userId }: Person): QueryCreator<DB & { readable: Readable }> {
  const naming = db
    .selectFrom('mentions as n')
    .select('n.channel_id')
    .where('n.workspace_id', '=', workspaceId)
    .where('n.user_id', '=', userId)
    .orderBy('n.channel_id')
    .limit(sql.lit(1))
  const next = naming.where('n.channel_id', '>', sql.ref<string>('named.channel_id'))
  return db
    .withRecursive('named(channel_id)', (qc) =>
      qc
        .selectFrom(naming.as('first'))
        .select('first.channel_id')
        .unionAll(
          qc
            .selectFrom('named')
            .innerJoinLateral(next.as('next'), (join) => join.onTrue())
            .select('next.channel_id'),
        ),
    )
    .with('readable', (qc) =>
      qc
        .selectFrom('channels.memberships as s')
        .leftJoin('named', 'named.channel_id', 's.channel_id')
        .select(({ eb, selectFrom }) => [
          's.channel_id',
          sql.lit<boolean>(true).as('is_member'),
          eb('named.channel_id', 'is not', null).$castTo<boolean>().as('is_named'),
          eb
            .case()
            .when('s.joined_seq', '>', sql.lit(0))
            .then(
              selectFrom('messages as m')
                .select('m.id')
                .whereRef('m.workspace_id', '=', 's.workspace_id')
                .whereRef('m.channel_id', '=', 's.channel_id')
                .whereRef('m.seq', '=', 's.joined_seq'),
            )
            .end()
            .as('joined_after'),
        ])
        .where('s.workspace_id', '=', workspaceId)
        .where('s.user_id', '=', userId)
        .unionAll(
          qc
            .selectFrom('named')
            .innerJoin('channels.access as a', 'a.channel_id', 'named.channel_id')
            .select([
              'a.channel_id',
              sql.lit<boolean>(false).as('is_member'),
              sql.lit<boolean>(true).as('is_named'),
              sql.lit<string | null>(null).as('joined_after'),
            ])
            .where('a.workspace_id', '=', workspaceId)
            .where('a.user_id', '=', userId)
            .where('a.is_member', '=', sql.lit(false)),
        ),
    )
}

/**
 * The ids of the messages of a channel, `r` of the statement, that mention someone by name, or everyone while they were
 * a member; each once. Ordering by user_id as well lets the index give the order where it is null.
 */
function mentionsOf({ workspaceId, userId }: Person, limit: number | Expression<number>, cursor: Cursor = {}) {
  const direction = directionOf(cursor)
  const { selectFrom } = expressionBuilder<DB & { r: Readable }, 'r'>()
  const mentions = selectFrom('mentions as m')
    .select('m.message_id')
    .where('m.workspace_id', '=', workspaceId)
    .whereRef('m.channel_id', '=', 'r.channel_id')
    .where(({ ref }) => isBeyond(cursor, ref('m.message_id')))
    .limit(limit)
  const byName = mentions
    .where('r.is_named', '=', sql.lit(true))
    .where('m.user_id', '=', userId)
    .orderBy('m.message_id', direction)
  const ofEveryone = mentions
    .where('r.is_member', '=', sql.lit(true))
    .where('m.user_id', 'is', null)
    .where('m.author_id', 'is distinct from', userId)
    .where(({ eb, or }) => or([eb('r.joined_after', 'is', null), eb('m.message_id', '>', eb.ref('r.joined_after'))]))
    .orderBy('m.user_id', direction)
    .orderBy('m.message_id', direction)
  return selectFrom(byName.as('by_name'))
    .select('by_name.message_id')
    .union(selectFrom(ofEveryone.as('of_everyone')).select('of_everyone.message_id'))
    .orderBy('message_id', direction)
    .limit(limit)
}
