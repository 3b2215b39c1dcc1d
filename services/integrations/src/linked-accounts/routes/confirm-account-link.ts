import { confirmAccountLink } from '@parley/contracts/connections/linked-accounts'
import { invalidInput, ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { created, slowRoute } from '@parley/kit/route'
import { accountOf } from '../../connections/account.ts'
import { notConnected } from '../../connections/refusals.ts'
import { findConnection } from '../../connections/store.ts'
import type { Context } from '../../context.ts'
import { tryCode, useUpCodes } from '../codes.ts'
import { linkAccount } from '../store.ts'

/** A try counts even where it is refused: it is committed before the answer, within the claim of the key. */
export const confirmAccountLinkRoute = ({ db, secrets }: Context) =>
  slowRoute(confirmAccountLink, async (request) => {
    const { params, body, caller, withinShare } = request
    const { workspaceId, userId } = caller
    return claimed(db, request, async () => {
      const connection = await withinShare(() => findConnection(db, workspaceId, params.platform))
      const account = connection && accountOf(connection)
      if (!account) throw notConnected(params.platform)
      const proven = await withinShare(() => tryCode(db, secrets, account, userId, body.code))
      if (!proven) throw invalidInput([{ path: 'code', message: 'It is wrong, or has expired.' }])
      return transact(db, request, async (tx) => {
        const linked = await linkAccount(tx, account, { ...proven, userId })
        if (!linked) throw new ServiceError('conflict', 'Somebody else here has linked this account.')
        await useUpCodes(tx, account, userId)
        return created(linked)
      })
    })
  })
