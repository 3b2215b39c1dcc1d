import type { AnyCaller } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import { type RateLimiter, tooMany } from '../admission/rate-limiter.ts'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import type { Passwords } from './domain/passwords.ts'
import { findAccount, getPasswordHash, isPasswordHash } from './store/users.ts'

const wrongSignIn = () => new ServiceError('unauthorized', 'Wrong email or password.')

/**
 * Finds the account of someone who signs in. An unknown email address and a wrong password take the same time.
 *
 * @returns its id, and a check to repeat with the password locked: it may have been changed meanwhile
 * @throws ServiceError 401, the same for both
 */
export async function checkPassword(
  { db }: Pick<GatewayContext, 'db'>,
  passwords: Passwords,
  { email, password, ip }: { email: string; password: string; ip: string },
) {
  const account = await findAccount(db, email)
  const isRight = await passwords.verify(account?.passwordHash, password, { ip })
  if (!account || !isRight) throw wrongSignIn()
  return {
    userId: account.id,
    stillAdmitted: (tx: Db) => async () => {
      if (!(await isPasswordHash(tx, account))) throw wrongSignIn()
    },
  }
}

/**
 * Asks somebody who is signed in for their password again, before what a stolen token must not do. Guesses are limited
 * as sign-ins are.
 *
 * @param given what they sent as `field`
 * @returns the password's hash, to compare again in the transaction that stands on it
 * @throws ServiceError 400 where it is missing, 403 where it is wrong
 */
export async function checkCurrentPassword(
  { db, passwords, rateLimiter }: { db: Db; passwords: Passwords; rateLimiter: RateLimiter },
  { caller: { userId, workspaceId }, ip }: { caller: Pick<AnyCaller, 'userId' | 'workspaceId'>; ip: string },
  field: string,
  given: string | undefined,
): Promise<string> {
  if (given === undefined) throw invalid(field, 'Is needed for this.')
  const { quotas } = await rateLimiter.consume([{ name: 'login', key: `user:${userId}` }])
  for (const { allowed, resetSeconds } of quotas) if (!allowed) throw tooMany(resetSeconds)
  const hash = await getPasswordHash(db, userId)
  if (!(await passwords.verify(hash, given, { person: userId, workspace: workspaceId ?? undefined, ip })))
    throw wrongCurrentPassword(field)
  return hash
}

export const wrongCurrentPassword = (field: string) =>
  new ServiceError('forbidden', `${field} is wrong.`, { details: [{ path: field, message: 'Is wrong.' }] })
