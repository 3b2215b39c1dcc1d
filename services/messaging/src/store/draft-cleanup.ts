import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { failScheduledOf } from './scheduled-failures.ts'

/** Drafts that a sweep looks at in one statement. */
const batchSize = 500

/** For a channel that is gone: drops every draft in it, and fails what was to be posted there. Safe to repeat. */
export async function purgeDrafts(db: Db, workspaceId: string, channelId: string): Promise<void> {
  await failScheduledOf(db, workspaceId, channelId, 'channel_not_found')
  await sql`select await_drafts(${workspaceId}, ${channelId})`.execute(db)
  while ((await dropSomeIn(db, workspaceId, channelId)) > 0);
}

/** Drops the drafts that up to so many people have in a channel; how many there were. */
async function dropSomeIn(db: Db, workspaceId: string, channelId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('drafts')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', 'in', ({ selectFrom }) =>
      selectFrom('drafts as some')
        .select('some.user_id')
        .where('some.workspace_id', '=', workspaceId)
        .where('some.channel_id', '=', channelId)
        .limit(sql.lit(batchSize)),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

const noUuid = '00000000-0000-0000-0000-000000000000'

/**
 * Drops drafts of people who have left the workspace. Walks through the people who have drafts, a batch at a time: they
 * are found without a lock, and what they have left behind is deleted by workspace.
 */
export async function dropDraftsOfLeavers(db: Db, signal?: AbortSignal): Promise<void> {
  let last = { workspace_id: noUuid, user_id: noUuid }
  for (;;) {
    signal?.throwIfAborted()
    const people = await findPeopleWithDrafts(db, last)
    const leavers = Map.groupBy(
      people.filter(({ is_member }) => !is_member),
      ({ workspace_id }) => workspace_id,
    )
    for (const [workspaceId, left] of leavers)
      await dropDraftsOf(
        db,
        workspaceId,
        left.map(({ user_id }) => user_id),
      )
    if (people.length === 0) return
    last = people.at(-1)!
  }
}

/** Who comes after `last` among those who have drafts: the people of the next so many drafts. */
const findPeopleWithDrafts = (db: Db, last: { workspace_id: string; user_id: string }) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom((eb) =>
          eb
            .selectFrom('drafts')
            .select(['workspace_id', 'user_id'])
            .where(({ eb, refTuple, tuple }) =>
              eb(refTuple('workspace_id', 'user_id'), '>', tuple(last.workspace_id, last.user_id)),
            )
            .orderBy('workspace_id')
            .orderBy('user_id')
            .limit(sql.lit(batchSize))
            .as('batch'),
        )
        .selectAll()
        .distinct()
        .as('person'),
    )
    .leftJoin('gateway.people as member', (join) =>
      join.onRef('member.workspace_id', '=', 'person.workspace_id').onRef('member.user_id', '=', 'person.user_id'),
    )
    .select(({ eb }) => [
      'person.workspace_id',
      'person.user_id',
      eb('member.user_id', 'is not', null).$castTo<boolean>().as('is_member'),
    ])
    .orderBy('person.workspace_id')
    .orderBy('person.user_id')
    .execute()

/** Of those who are not of the workspace. */
const dropDraftsOf = (db: Db, workspaceId: string, userIds: string[]) =>
  db
    .deleteFrom('drafts')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', sql<string>`any(${userIds}::uuid[])`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('gateway.people as p')
            .select('p.user_id')
            .where('p.workspace_id', '=', workspaceId)
            .whereRef('p.user_id', '=', 'drafts.user_id'),
        ),
      ),
    )
    .execute()
