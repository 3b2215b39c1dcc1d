import type { AnyCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../db.ts'
import { requireSession } from './signed-in.ts'
import { findProvenAddress } from './store/users.ts'

/**
 * The caller's own email address, to which invitations may come.
 *
 * @throws ServiceError 403 for an API key, and while the email address is not proven
 */
export async function requireProvenAddress(tx: Db, caller: AnyCaller): Promise<string> {
  requireSession(caller, 'Answering invitations')
  const email = await findProvenAddress(tx, caller.userId)
  if (email === undefined)
    throw new ServiceError('forbidden', 'Prove your address first, by the link that was mailed to it.')
  return email
}

export const noSuchInvitation = () => new ServiceError('not_found', 'No such open invitation.')
