import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** How a person is signed in somewhere: by a token, or by a browser session, whose own sessions are not listed. */
export interface ListedSession {
  id: string
  ip: string | null
  userAgent: string | null
  workspace: { id: string; name: string } | null
  createdAt: string
  lastUsedAt: string
  expiresAt: string
  current: boolean
}

const maxListed = 200

/** Where a person is signed in, last used first; at most 200. */
export async function listSessions(
  db: Db,
  { userId, credentialId }: { userId: string; credentialId: string },
): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom('sessions as s')
    .leftJoin('workspaces as w', 'w.id', 's.workspace_id')
    .select([
      's.id',
      's.ip',
      's.user_agent',
      's.workspace_id',
      'w.name',
      's.created_at',
      's.last_used_at',
      's.expires_at',
    ])
    .select((of) => of('s.id', '=', credentialId).$castTo<boolean>().as('current'))
    .where('s.user_id', '=', userId)
    .where('s.browser_session_id', 'is', null)
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', sql<string>`now()`)
    .unionAll((of) =>
      of
        .selectFrom('browser_sessions as b')
        .select(['b.id', 'b.ip', 'b.user_agent', sql<null>`null::uuid`.as('workspace_id'), sql<null>`null`.as('name')])
        .select(['b.created_at', 'b.last_used_at', 'b.expires_at'])
        .select(({ exists, selectFrom }) =>
          exists(
            selectFrom('sessions as c')
              .select('c.id')
              .where('c.id', '=', credentialId)
              .whereRef('c.browser_session_id', '=', 'b.id'),
          )
            .$castTo<boolean>()
            .as('current'),
        )
        .where('b.user_id', '=', userId)
        .where('b.expires_at', '>', sql<string>`now()`),
    )
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .limit(maxListed)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    ip: row.ip,
    userAgent: row.user_agent,
    workspace: row.workspace_id === null ? null : { id: row.workspace_id, name: row.name! },
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    current: row.current,
  }))
}
