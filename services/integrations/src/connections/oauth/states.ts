import { createHash, randomBytes } from 'node:crypto'
import { oauthLimits } from '@parley/contracts/connections/oauth'
import type { PlatformName } from '@parley/contracts/connections/platform'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'
import { after } from '../../store/after.ts'

/** Who installs our app on a platform. */
export interface Installer {
  workspaceId: string
  userId: string
}

const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest()

/** Begins anew for a person: what they had begun before ends. */
export async function insertState(
  db: Db,
  platform: PlatformName,
  { workspaceId, userId }: Installer,
  returnTo: string,
): Promise<{ state: string; expiresAt: string }> {
  const state = randomBytes(24).toString('base64url')
  const { expiresAt } = await db
    .insertInto('oauth_states')
    .values({
      workspace_id: workspaceId,
      user_id: userId,
      platform,
      state_hash: hashOf(state),
      return_to: returnTo,
      expires_at: after(oauthLimits.stateMs),
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'user_id', 'platform']).doUpdateSet(({ ref }) => ({
        state_hash: ref('excluded.state_hash'),
        return_to: ref('excluded.return_to'),
        expires_at: ref('excluded.expires_at'),
      })),
    )
    .returning(sql<string>`parley.iso(expires_at)`.as('expiresAt'))
    .executeTakeFirstOrThrow()
  return { state, expiresAt }
}

/** Where whoever began with a state goes afterwards; undefined where nobody is waited for. */
export async function findReturn(db: Db, platform: PlatformName, state: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('oauth_states')
    .select('return_to')
    .where('state_hash', '=', hashOf(state))
    .where('platform', '=', platform)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  return found?.return_to
}

/** Uses a person's state up: it counts once. False where it is forged, too old, of somebody or something else, or was used. */
export async function takeState(
  db: Db,
  platform: PlatformName,
  { workspaceId, userId }: Installer,
  state: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('oauth_states')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('platform', '=', platform)
    .where('state_hash', '=', hashOf(state))
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  return numDeletedRows === 1n
}
