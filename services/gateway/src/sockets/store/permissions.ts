import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { roomOf } from '@parley/contracts/feed'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'
import { deskRoles } from '../../identity/domain/roles.ts'
import type { FeedSource } from '../feeds/source.ts'

/** Whose permissions are read, and which of their credentials are in use. */
export interface PermissionsQuery {
  workspaceId: string
  userId: string
  credentialIds: string[]
  /** The feeds that they only watch. */
  watching: string[]
}

/** What a person may receive right now. */
export interface Permissions {
  /** Null for someone who is not in the workspace. */
  role: WorkspaceRole | null
  /** Whether they receive what happens in the support desk: agents, owners and admins do. */
  readsDesk: boolean
  /** Each feed's room that they belong in, with the feed's newest `seq` when that began; null for one they may watch. */
  rooms: Map<string, number | null>
  /** Those of the given credentials that are still valid. */
  credentialIds: Set<string>
}

/** The permissions of many people in one statement, in the order given. */
export async function readPermissions(
  db: Db,
  sources: readonly FeedSource[],
  questions: PermissionsQuery[],
): Promise<Permissions[]> {
  const anyoneWatches = questions.some(({ watching }) => watching.length > 0)
  const views = sources.flatMap(({ feed, memberships }) =>
    Object.entries(memberships)
      .filter(([view]) => anyoneWatches || view !== feed.watcherView)
      .map(([view, found]) => ({ feed, view, found, alias: `${feed.name}:${view}` as const })),
  )
  const given = questions.map(({ workspaceId, userId, credentialIds, watching }, n) => ({
    n,
    workspace_id: workspaceId,
    user_id: userId,
    credential_ids: credentialIds,
    watching,
  }))
  const asked = sql<(typeof given)[number]>`jsonb_to_recordset(${JSON.stringify(given)}::jsonb)`
  const rows = await db
    .selectFrom(
      asked.as<'asked'>(sql`asked(n int, workspace_id uuid, user_id uuid, credential_ids uuid[], watching uuid[])`),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'asked.workspace_id').onRef('m.user_id', '=', 'asked.user_id'),
    )
    .select(({ selectFrom, fn }) => [
      'm.role',
      'm.agent',
      selectFrom(
        selectFrom('sessions as s')
          .select('s.id')
          .where('s.id', '=', fn.any('asked.credential_ids'))
          .where('s.revoked_at', 'is', null)
          .where('s.expires_at', '>', sql<string>`now()`)
          .unionAll(selectFrom('api_keys as k').select('k.id').where('k.id', '=', fn.any('asked.credential_ids')))
          .as('valid'),
      )
        .select((of) => of.fn.agg<string[] | null>('jsonb_agg', ['valid.id']).as('all'))
        .as('credential_ids'),
    ])
    .select(views.map(({ found, alias }) => found.as(alias)))
    .orderBy('asked.n')
    .execute()
  return rows.map((row) => ({
    role: row.role,
    readsDesk: row.role !== null && deskRoles({ role: row.role, agent: row.agent ?? false }).length > 0,
    rooms: new Map(
      views.flatMap(({ alias, feed, view }) =>
        Object.entries(row[alias] ?? {}).map(([id, since]): [string, number | null] => [roomOf(feed, id, view), since]),
      ),
    ),
    credentialIds: new Set(row.credential_ids ?? []),
  }))
}
