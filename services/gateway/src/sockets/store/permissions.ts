import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'

/** Whose permissions are read, and which of their credentials are in use. */
export interface PermissionsQuery {
  workspaceId: string
  userId: string
  credentialIds: string[]
}

/** What a person may receive right now. */
export interface Permissions {
  /** Null for someone who is not in the workspace. */
  role: WorkspaceRole | null
  /** Each channel they are a member of, with its newest message when they joined. */
  channels: Map<string, number>
  /** Those of the given credentials that are still valid. */
  credentialIds: Set<string>
}

/** The permissions of many people in one statement, in the order given. */
export async function readPermissions(db: Db, questions: PermissionsQuery[]): Promise<Permissions[]> {
  const given = questions.map(({ workspaceId, userId, credentialIds }, n) => ({
    n,
    workspace_id: workspaceId,
    user_id: userId,
    credential_ids: credentialIds,
  }))
  const asked = sql<(typeof given)[number]>`jsonb_to_recordset(${JSON.stringify(given)}::jsonb)`
  const rows = await db
    .selectFrom(asked.as<'asked'>(sql`asked(n int, workspace_id uuid, user_id uuid, credential_ids uuid[])`))
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'asked.workspace_id').onRef('m.user_id', '=', 'asked.user_id'),
    )
    .select(({ selectFrom, fn }) => [
      'm.role',
      selectFrom('channels.memberships as c')
        .select((of) =>
          of.fn.agg<Record<string, number> | null>('jsonb_object_agg', ['c.channel_id', 'c.joined_seq']).as('all'),
        )
        .whereRef('c.workspace_id', '=', 'asked.workspace_id')
        .whereRef('c.user_id', '=', 'asked.user_id')
        .as('channels'),
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
    .orderBy('asked.n')
    .execute()
  return rows.map((row) => ({
    role: row.role,
    channels: new Map(Object.entries(row.channels ?? {})),
    credentialIds: new Set(row.credential_ids ?? []),
  }))
}
