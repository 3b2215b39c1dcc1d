import { listLinkedAccounts } from '@parley/contracts/connections/linked-accounts'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { listLinkedAccounts as readLinkedAccounts } from '../store.ts'

export const listLinkedAccountsRoute = ({ db }: Context) =>
  route(listLinkedAccounts, async ({ caller }) => ok({ linkedAccounts: await readLinkedAccounts(db, caller) }))
