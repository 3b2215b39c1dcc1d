import { createHash, randomBytes } from 'node:crypto'
import { oauthLimits } from '@parley/contracts/connections/oauth'
import type { PlatformName } from '@parley/contracts/connections/platform'
import type { Caller } from '@parley/kit/assertion'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'
import { after } from '../../store/after.ts'

/** Who began to install our app, and where they go afterwards. */
export interface Begun {
  workspaceId: string
  userId: string
  credential: Caller['credential']
  credentialId: string
  returnTo: string
}

const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest()

/** Begins anew for a person: what they had begun before ends. */
export async function insertState(
  db: Db,
  platform: PlatformName,
  begun: Begun,
): Promise<{ state: string; expiresAt: string }> {
  const state = randomBytes(24).toString('base64url')
  const row = {
    state_hash: hashOf(state),
    return_to: begun.returnTo,
    credential: begun.credential,
    credential_id: begun.credentialId,
    expires_at: after(oauthLimits.stateMs),
  }
  const { expiresAt } = await db
    .insertInto('oauth_states')
    .values({ workspace_id: begun.workspaceId, user_id: begun.userId, platform, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'user_id', 'platform']).doUpdateSet(row))
    .returning(sql<string>`parley.iso(expires_at)`.as('expiresAt'))
    .executeTakeFirstOrThrow()
  return { state, expiresAt }
}

/** Uses a state up: it counts once. Undefined where it is forged, too old, of another platform, or was used. */
export async function takeState(db: Db, platform: PlatformName, state: string): Promise<Begun | undefined> {
  return db
    .deleteFrom('oauth_states')
    .where('state_hash', '=', hashOf(state))
    .where('platform', '=', platform)
    .where('expires_at', '>', sql<string>`now()`)
    .returning([
      'workspace_id as workspaceId',
      'user_id as userId',
      'credential',
      'credential_id as credentialId',
      'return_to as returnTo',
    ])
    .$castTo<Begun>()
    .executeTakeFirst()
}

/** Their role, while they may connect platforms. */
export async function findAdminRole(
  db: Db,
  { workspaceId, userId }: Pick<Begun, 'workspaceId' | 'userId'>,
): Promise<'owner' | 'admin' | undefined> {
  const person = await db
    .selectFrom('gateway.people')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return person?.role === 'owner' || person?.role === 'admin' ? person.role : undefined
}
