import type { AttributeValue } from '@parley/contracts/desk/attributes'
import { maxVisitorTotal, type Visitor } from '@parley/contracts/desk/visitors'
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { AttributeChanges } from '../domain/attribute-values.ts'
import type { VisitorText } from '../domain/visitor-text.ts'
import type { DB } from '../schema.ts'
import { setAttributes, shownAttributes } from './attributes.ts'
import { randomSlot } from './slots.ts'
import { hasStart, isMatched, type VisitorMatch } from './visitor-search.ts'
import { writeStarts } from './visitor-starts.ts'

/** Which visitors are listed; what is undefined filters nothing. */
export interface VisitorFilter {
  /** Those whom a search finds, see `matchVisitors`. */
  match?: VisitorMatch | undefined
  isOnline?: boolean | undefined
  siteId?: string | undefined
  tags?: string[] | undefined
  /** One attribute's value, by its id. */
  attribute?: Record<string, AttributeValue> | undefined
}

type OfVisitor = ExpressionBuilder<DB & { v: DB['visitors'] }, 'v'>

/** Whether they have a widget open. */
const isOnline = ({ exists, selectFrom }: OfVisitor) =>
  exists(
    selectFrom('online_visitors as o')
      .select('o.visitor_id')
      .whereRef('o.workspace_id', '=', 'v.workspace_id')
      .whereRef('o.visitor_id', '=', 'v.id')
      .where('o.online_until', '>', sql<string>`now()`),
  )

const shown = (of: OfVisitor) =>
  [
    'v.id',
    'v.name',
    'v.email',
    'v.phone',
    'v.external_id as externalId',
    'v.ip',
    'v.country',
    'v.city',
    'v.browser',
    'v.tags',
    'v.notes',
    shownAttributes.as('attributes'),
    'v.site_id as siteId',
    isOnline(of).$castTo<boolean>().as('isOnline'),
    'v.pages',
    'v.first_seen_at as firstSeenAt',
    'v.last_seen_at as lastSeenAt',
    'v.visits',
  ] as const

const visitorsOf = (db: Db, workspaceId: string) =>
  db.selectFrom('visitors as v').where('v.workspace_id', '=', workspaceId)

const matching = (db: Db, workspaceId: string, filter: VisitorFilter) => {
  const { match, isOnline: online, siteId, tags, attribute } = filter
  return visitorsOf(db, workspaceId)
    .$if(match !== undefined, (query) =>
      query.where('start' in match! ? hasStart(match.start, 'v') : isMatched(match!, workspaceId, sql.ref('v.id'))),
    )
    .$if(siteId !== undefined, (query) => query.where('v.site_id', '=', siteId!))
    .$if(tags !== undefined, (query) => query.where(sql<SqlBool>`v.tags @> ${tags}::text[]`))
    .$if(attribute !== undefined, (query) =>
      query.where(sql<SqlBool>`v.attributes @> ${JSON.stringify(attribute)}::jsonb`),
    )
    .$if(online !== undefined, (query) => query.where((of) => (online ? isOnline(of) : of.not(isOnline(of)))))
}

/** A page of visitors, last seen first, after the one that `before` names if it is given. */
export async function listVisitors(
  db: Db,
  workspaceId: string,
  filter: VisitorFilter,
  { before, offset, limit }: { before?: string | undefined; offset: number; limit: number },
): Promise<Visitor[]> {
  return matching(db, workspaceId, filter)
    .select(shown)
    .$if(before !== undefined, (query) =>
      query.where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('v.last_seen_at', 'v.id'),
          '<',
          selectFrom('visitors as last')
            .select(['last.last_seen_at', 'last.id'])
            .where('last.workspace_id', '=', workspaceId)
            .where('last.id', '=', before!)
            .$asTuple('last_seen_at', 'id'),
        ),
      ),
    )
    .orderBy('v.last_seen_at', 'desc')
    .orderBy('v.id', 'desc')
    .offset(offset)
    .limit(limit)
    .$narrowType<Pick<Visitor, 'pages'>>()
    .execute()
}

/** How many visitors a filter finds, as far as they are counted. */
export async function countMatching(db: Db, workspaceId: string, filter: VisitorFilter): Promise<number> {
  const { count } = await db
    .selectFrom(matching(db, workspaceId, filter).select('v.id').limit(maxVisitorTotal).as('found'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** How many visitors a workspace has, how many of them are online, and how many have come back. */
export async function readVisitorStats(db: Db, workspaceId: string) {
  return db
    .selectFrom('visitor_counts as c')
    .select(({ fn, selectFrom }) => [
      fn.coalesce(fn.sum<number>('c.total'), sql.lit(0)).as('total'),
      fn.coalesce(fn.sum<number>('c.returning_total'), sql.lit(0)).as('returning'),
      selectFrom('online_visitors as o')
        .select(fn.countAll<number>().as('online'))
        .where('o.workspace_id', '=', workspaceId)
        .where('o.online_until', '>', sql<string>`now()`)
        .$asScalar()
        .$notNull()
        .as('online'),
    ])
    .where('c.workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
}

export async function findVisitor(db: Db, workspaceId: string, id: string): Promise<Visitor | undefined> {
  return visitorsOf(db, workspaceId)
    .select(shown)
    .where('v.id', '=', id)
    .$narrowType<Pick<Visitor, 'pages'>>()
    .executeTakeFirst()
}

const locking = (tx: Db, workspaceId: string, id: string) =>
  visitorsOf(tx, workspaceId)
    .select(['v.name', 'v.email', 'v.phone', 'v.ip', 'v.country', 'v.city'])
    .where('v.id', '=', id)

/**
 * Locks a visitor until the transaction ends, but not against what refers to them, such as a conversation that is changed
 * meanwhile: what they are found by; undefined where there is none.
 */
export async function lockVisitor(tx: Db, workspaceId: string, id: string): Promise<VisitorText | undefined> {
  return locking(tx, workspaceId, id).forNoKeyUpdate().executeTakeFirst()
}

/** Locks a visitor who is deleted in this transaction. */
export async function lockVisitorToDelete(tx: Db, workspaceId: string, id: string): Promise<VisitorText | undefined> {
  return locking(tx, workspaceId, id).forUpdate().executeTakeFirst()
}

/** What changes of a visitor; what is undefined stays. */
export interface VisitorChange {
  name?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  tags?: string[] | undefined
  notes?: string | null | undefined
  attributes?: AttributeChanges | undefined
}

/** Changes a locked visitor. */
export async function updateVisitor(
  tx: Db,
  workspaceId: string,
  id: string,
  { attributes, ...change }: VisitorChange,
  searchText: string,
): Promise<void> {
  await tx
    .updateTable('visitors')
    .set({ ...change, search_text: searchText })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  const { name, email, phone } = change
  if ([name, email, phone].some((given) => given !== undefined)) await writeStarts(tx, workspaceId, id)
  if (attributes) await setAttributes(tx, workspaceId, id, attributes)
}

/** Removes the row of a locked visitor, and leaves the counts to the caller. */
export async function deleteVisitorRow(tx: Db, workspaceId: string, id: string): Promise<{ visits: number }> {
  return tx
    .deleteFrom('visitors')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('visits')
    .executeTakeFirstOrThrow()
}

/** Removes a locked visitor, also from the counts. */
export async function deleteVisitor(tx: Db, workspaceId: string, id: string): Promise<void> {
  const deleted = await deleteVisitorRow(tx, workspaceId, id)
  await addToCounts(tx, workspaceId, { total: -1, returning: deleted.visits > 1 ? -1 : 0 })
}

/** Adds to how many visitors there are, and how many of them came back. */
export async function addToCounts(
  tx: Db,
  workspaceId: string,
  { total, returning }: { total: number; returning: number },
): Promise<void> {
  await tx
    .insertInto('visitor_counts')
    .values({ workspace_id: workspaceId, slot: randomSlot(), total, returning_total: returning })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'slot']).doUpdateSet(({ eb, ref }) => ({
        total: eb('visitor_counts.total', '+', ref('excluded.total')),
        returning_total: eb('visitor_counts.returning_total', '+', ref('excluded.returning_total')),
      })),
    )
    .execute()
}
