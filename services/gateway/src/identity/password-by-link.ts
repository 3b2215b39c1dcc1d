import type { Trace } from '@parley/kit/trace'
import type { Db } from '../db.ts'
import { type AccessChange, recordAccessChanges } from './access.ts'
import { deleteKeysBeforeProof } from './store/api-keys.ts'
import { revokeSessions } from './store/sessions.ts'
import { markAddressProven, updatePassword } from './store/users.ts'

/**
 * Sets the password that came with a mailed link: having the link proves owning the email address. Ends every session of the
 * account, and every API key that was made before its address was proven, which it is from then on. Call with the
 * account locked, and apply the changes after commit.
 */
export async function setPasswordByLink(
  tx: Db,
  userId: string,
  passwordHash: string,
  trace: Trace,
): Promise<AccessChange[]> {
  await updatePassword(tx, userId, passwordHash)
  const workspaceIds = new Set([...(await revokeSessions(tx, userId)), ...(await deleteKeysBeforeProof(tx, userId))])
  await markAddressProven(tx, userId)
  const changes = [...workspaceIds].map((workspaceId) => ({ workspaceId, userId }))
  await recordAccessChanges(tx, changes, trace)
  return changes
}
