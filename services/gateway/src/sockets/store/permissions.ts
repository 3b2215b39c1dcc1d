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
  const asked = questions.map(({ workspaceId, userId, credentialIds }, n) => ({
    n,
    workspace_id: workspaceId,
    user_id: userId,
    credential_ids: credentialIds,
  }))
  const { rows } = await sql<{
    role: WorkspaceRole | null
    channels: Record<string, number> | null
    credential_ids: string[] | null
  }>`
    select m.role,
      (select jsonb_object_agg(c.channel_id, c.joined_seq) from channels.memberships c
        where c.workspace_id = asked.workspace_id and c.user_id = asked.user_id) as channels,
      (select jsonb_agg(valid.id) from (
          select s.id from sessions s
          where s.id = any(asked.credential_ids) and s.revoked_at is null and s.expires_at > now()
          union all
          select k.id from api_keys k where k.id = any(asked.credential_ids)
        ) valid) as credential_ids
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as asked(n int, workspace_id uuid, user_id uuid, credential_ids uuid[])
    left join members m on m.workspace_id = asked.workspace_id and m.user_id = asked.user_id
    order by asked.n`.execute(db)
  return rows.map((row) => ({
    role: row.role,
    channels: new Map(Object.entries(row.channels ?? {})),
    credentialIds: new Set(row.credential_ids ?? []),
  }))
}
