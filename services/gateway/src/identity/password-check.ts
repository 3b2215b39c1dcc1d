import { ServiceError } from '@parley/kit/errors'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import type { Passwords } from './domain/passwords.ts'
import { findAccount, isPasswordHash } from './store/users.ts'

const wrongPassword = () => new ServiceError('unauthorized', 'Wrong email or password.')

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
  if (!account || !isRight) throw wrongPassword()
  return {
    userId: account.id,
    stillAdmitted: (tx: Db) => async () => {
      if (!(await isPasswordHash(tx, account))) throw wrongPassword()
    },
  }
}
