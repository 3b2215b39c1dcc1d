import type { AnyCaller } from '@parley/kit/assertion'
import type { Db } from '../db.ts'
import { noLongerValid } from './credentials.ts'
import { isKey } from './store/api-keys.ts'
import { isOpenSession } from './store/sessions.ts'
import { lockPasswordShared } from './store/users.ts'

/**
 * Admission may have accepted a credential that a new password has revoked meanwhile. Call before writing what must not
 * outlive the credential: it waits for a transaction that sets a password.
 *
 * @throws ServiceError 401 when the caller's session or key has ended
 */
export async function requireValidCredential(tx: Db, caller: AnyCaller): Promise<void> {
  const { credential, workspaceId, userId, credentialId } = caller
  await lockPasswordShared(tx, userId)
  const isValid =
    credential === 'key'
      ? workspaceId !== null && (await isKey(tx, { workspaceId, userId }, credentialId))
      : await isOpenSession(tx, credentialId)
  if (!isValid) throw noLongerValid()
}
