import type { RoamingCaller } from '@parley/kit/assertion'
import type { Db } from '../db.ts'
import { noLongerValid } from './credentials.ts'
import { isKey } from './store/api-keys.ts'
import { isOpenSession } from './store/sessions.ts'
import { lockPasswordShared } from './store/users.ts'

/**
 * Admission may have let a request in that a new password has ended meanwhile. What must not outlive it is written only
 * after this, which waits for whoever is setting one.
 *
 * @throws ServiceError 401 when the caller's session or key has ended
 */
export async function requireStandingCredential(tx: Db, caller: RoamingCaller): Promise<void> {
  const { kind, workspaceId, userId, credentialId } = caller
  await lockPasswordShared(tx, userId)
  const stands =
    kind === 'session'
      ? await isOpenSession(tx, credentialId)
      : workspaceId !== null && (await isKey(tx, { workspaceId, userId }, credentialId))
  if (!stands) throw noLongerValid()
}
