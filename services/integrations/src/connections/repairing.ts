import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { Account } from '../platforms/platform.ts'
import { platformOf } from '../platforms/registry.ts'
import { markConnected } from './condition.ts'
import type { ConnectionRow } from './connection.ts'
import { notConnected } from './refusals.ts'
import { lockConnection, replaceCredentials, type SealedCredentials } from './store.ts'

/**
 * Gives a connection other credentials, which the platform takes.
 *
 * @param before as it was when they were sealed for it
 * @throws ServiceError `not_found` where it is gone, `conflict` where they are of another account there
 */
export async function repair(
  tx: Db,
  before: ConnectionRow,
  { account, ...credentials }: SealedCredentials & { account: Account },
  trace: Trace,
): Promise<void> {
  const connection = await lockConnection(tx, before.workspaceId, before.platform)
  if (connection?.id !== before.id) throw notConnected(before.platform)
  const isAnother = connection.accountId !== null && connection.accountId !== account.id
  if (isAnother && !platformOf(connection.platform).isOneProgram)
    throw new ServiceError(
      'conflict',
      `These are of ${account.name}; connected is ${connection.accountName}. Disconnect first.`,
    )
  await replaceCredentials(tx, connection, credentials)
  await markConnected(tx, connection, account, trace)
}
