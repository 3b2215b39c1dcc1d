import { startAccountLink } from '@parley/contracts/connections/linked-accounts'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { transaction } from '@parley/kit/outbox'
import { created, slowRoute } from '@parley/kit/route'
import { accountOf } from '../../connections/account.ts'
import { notConnected, refusalOf } from '../../connections/refusals.ts'
import { findConnection } from '../../connections/store.ts'
import type { Context } from '../../context.ts'
import type { PlatformClient, RemoteAuthor } from '../../platforms/platform.ts'
import { PlatformError } from '../../platforms/platform-error.ts'
import { insertCode } from '../codes.ts'

/** Less than the gateway waits. */
const platformMs = 20_000

export const startAccountLinkRoute = ({ db, secrets, clients }: Context) =>
  slowRoute(startAccountLink, async (request) => {
    const { params, body, caller, withinShare } = request
    const { workspaceId, userId } = caller
    return claimed(db, request, async () => {
      const connection = await withinShare(() => findConnection(db, workspaceId, params.platform))
      const account = connection && accountOf(connection)
      if (!account || connection.credentials === null) throw notConnected(params.platform)
      const client = clients.of(connection)
      const signal = AbortSignal.timeout(platformMs)
      const author = await findAccount(client, body, signal)
      const claim = { foreignId: author.id, name: author.name, userId }
      const sent = await withinShare(() => transaction(db, (tx) => insertCode(tx, secrets, account, claim)))
      if (!sent)
        throw new ServiceError('rate_limited', 'Too many codes were sent; ask again in an hour.', { isExpected: true })
      try {
        await client.sendDirect!(author.id, textOf(sent.code), signal)
      } catch (error) {
        throw refusalOf(error)
      }
      const { expiresAt } = sent
      const answer = { platform: params.platform, foreignId: author.id, name: author.name, expiresAt }
      return transact(db, request, async () => created(answer))
    })
  })

const textOf = (code: string): string =>
  `Your code is ${code}. Enter it in Parley within ten minutes to link this account to yours there. If you did not ask for it, ignore it, and show it to nobody.`

async function findAccount(
  client: PlatformClient,
  { foreignId, handle }: { foreignId?: string | undefined; handle?: string | undefined },
  signal: AbortSignal,
): Promise<RemoteAuthor> {
  const who = foreignId === undefined ? { handle: handle!.replace(/^@/, '') } : { id: foreignId }
  if (!client.sendDirect || !client.findPerson) throw notSupported('This platform has no direct messages.')
  try {
    const found = await client.findPerson(who, signal)
    if (!found) throw new ServiceError('not_found', 'There is no such account there.')
    if (found.isBot || found.isSelf) throw new ServiceError('conflict', 'This is an app’s account.')
    return found
  } catch (error) {
    if (error instanceof PlatformError && error.failure === 'rejected') throw notSupported(error.detail)
    throw refusalOf(error)
  }
}

const notSupported = (message: string) => new ServiceError('not_supported', message)
