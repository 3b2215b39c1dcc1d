import type { Db } from '../context.ts'

/** The people of a workspace whose proven addresses are among these, by address in lower case. */
export async function findProven(
  db: Db,
  workspaceId: string,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (emails.length === 0) return new Map()
  const rows = await db
    .selectFrom('gateway.people')
    .select(({ fn }) => ['user_id', fn<string>('lower', ['email']).as('email')])
    .where('workspace_id', '=', workspaceId)
    .where('is_email_verified', '=', true)
    .where(({ eb, fn, val }) => eb(fn('lower', ['email']), '=', fn.any(val([...emails]))))
    .execute()
  return new Map(rows.map(({ email, user_id }) => [email, user_id]))
}

/** As many are notified of what concerns them. */
const maxAdmins = 200

/** The owners and admins of a workspace. */
export async function listAdmins(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('gateway.people')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('role', 'in', ['owner', 'admin'])
    .orderBy('joined_at')
    .limit(maxAdmins)
    .execute()
  return rows.map(({ user_id }) => user_id)
}

/** As many owners are written to. */
const maxOwners = 20

/** The proven addresses of a workspace's owners. */
export async function listOwnerAddresses(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('gateway.people')
    .select('email')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .where('is_email_verified', '=', true)
    .orderBy('joined_at')
    .limit(maxOwners)
    .execute()
  return rows.map(({ email }) => email)
}
