import { unlinkAccount } from '@parley/contracts/connections/linked-accounts'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { unlinkAccounts } from '../store.ts'

export const unlinkAccountRoute = ({ db }: Context) =>
  route(unlinkAccount, async (request) => {
    const { params, caller } = request
    await audited(db, request, async (tx) => {
      if (!(await unlinkAccounts(tx, caller, params.platform)))
        throw new ServiceError('not_found', 'You have linked no account on this platform.')
    })
    return ok({ platform: params.platform, status: 'unlinked' as const })
  })
