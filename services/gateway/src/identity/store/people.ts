import { foldHandle } from '@parley/text/handle-fold'
import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import type { Db } from '../../db.ts'
import type { DB } from '../../schema.ts'

/** A person of the workspace, without whether they are online. */
export interface PersonRow
  extends Pick<Selectable<DB['people']>, 'user_id' | 'display_name' | 'avatar_url' | 'role' | 'agent'> {
  handle: string | null
}

/** Who looks for people: a guest sees those alone with whom they share a channel. */
export interface Viewer {
  workspaceId: string
  userId: string
  role: string
}

/** Behind every handle: the last code point there is. */
export const last = '\u{10ffff}'

/** What a handle begins with that was typed as this. */
export const prefixOf = (query: string) => foldHandle(query.replace(/^[@＠]/, ''))

const selectPeople = (db: Db, { workspaceId }: Viewer) =>
  db
    .selectFrom('people as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select(['p.user_id', 'p.display_name', 'p.avatar_url', 'p.role', 'p.agent'])
    .select(sql<string | null>`u.handles[1]`.as('handle'))
    .where('p.workspace_id', '=', workspaceId)

const isSeenBy =
  ({ workspaceId, userId, role }: Viewer) =>
  ({ eb, or, exists, selectFrom, lit }: ExpressionBuilder<DB & { p: DB['people'] }, 'p'>) =>
    role !== 'guest'
      ? lit(true)
      : or([
          eb('p.user_id', '=', userId),
          exists(
            selectFrom('channels.memberships as own')
              .innerJoin('channels.memberships as theirs', (join) =>
                join
                  .onRef('theirs.workspace_id', '=', 'own.workspace_id')
                  .onRef('theirs.channel_id', '=', 'own.channel_id'),
              )
              .select('own.channel_id')
              .where('own.workspace_id', '=', workspaceId)
              .where('own.user_id', '=', userId)
              .whereRef('theirs.user_id', '=', 'p.user_id'),
          ),
        ])

/**
 * Whom a guest sees, to start from where few of a whole workspace are sought; `isSeenBy` is for few people that are
 * looked up.
 */
const seenByGuest = (db: Db, { workspaceId, userId }: Viewer) =>
  db
    .selectFrom('channels.memberships as own')
    .innerJoin('channels.memberships as theirs', (join) =>
      join.onRef('theirs.workspace_id', '=', 'own.workspace_id').onRef('theirs.channel_id', '=', 'own.channel_id'),
    )
    .select('theirs.user_id')
    .where('own.workspace_id', '=', workspaceId)
    .where('own.user_id', '=', userId)
    .union(db.selectNoFrom(sql<string>`${userId}::uuid`.as('user_id')))

/** Those of these people whom the viewer sees, in the order given. */
export async function listPeopleById(db: Db, viewer: Viewer, ids: string[]): Promise<PersonRow[]> {
  const rows = await selectPeople(db, viewer).where('p.user_id', 'in', ids).where(isSeenBy(viewer)).execute()
  const byId = new Map(rows.map((row) => [row.user_id, row]))
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
}

/**
 * People one of whose handles begins with what was typed, in the order of their first such handle; undefined when `after`
 * is none of them.
 */
export async function searchPeople(
  db: Db,
  viewer: Viewer,
  { query = '', after, limit }: { query?: string | undefined; after?: string | undefined; limit: number },
): Promise<{ people: PersonRow[]; hasMore: boolean } | undefined> {
  const { workspaceId } = viewer
  const prefix = prefixOf(query)
  const position = after === undefined ? undefined : await findFirstHandle(db, viewer, after, prefix)
  if (after !== undefined && position === undefined) return undefined
  const people = await selectPeople(db, viewer)
    .innerJoin('member_handles as h', (join) =>
      join.onRef('h.workspace_id', '=', 'p.workspace_id').onRef('h.user_id', '=', 'p.user_id'),
    )
    .where('h.workspace_id', '=', workspaceId)
    .where('h.handle', '>=', prefix)
    .where('h.handle', '<', prefix + last)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('member_handles as earlier')
            .select('earlier.handle')
            .where('earlier.workspace_id', '=', workspaceId)
            .whereRef('earlier.user_id', '=', 'h.user_id')
            .where('earlier.handle', '>=', prefix)
            .whereRef('earlier.handle', '<', 'h.handle'),
        ),
      ),
    )
    .$if(position !== undefined, (found) =>
      found.where(({ eb, refTuple, tuple }) => eb(refTuple('h.handle', 'h.user_id'), '>', tuple(position!, after!))),
    )
    .$if(viewer.role === 'guest', (found) => found.where('p.user_id', 'in', seenByGuest(db, viewer)))
    .orderBy('h.handle')
    .orderBy('h.user_id')
    .limit(limit + 1)
    .execute()
  return { people: people.slice(0, limit), hasMore: people.length > limit }
}

/** By which handle a person is found, if the viewer sees them: else a guest could guess the handles of others. */
async function findFirstHandle(db: Db, viewer: Viewer, userId: string, prefix: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('member_handles as h')
    .innerJoin('people as p', (join) =>
      join.onRef('p.workspace_id', '=', 'h.workspace_id').onRef('p.user_id', '=', 'h.user_id'),
    )
    .select('h.handle')
    .where('h.workspace_id', '=', viewer.workspaceId)
    .where('h.user_id', '=', userId)
    .where('h.handle', '>=', prefix)
    .where('h.handle', '<', prefix + last)
    .where(isSeenBy(viewer))
    .orderBy('h.handle')
    .limit(1)
    .executeTakeFirst()
  return found?.handle
}
