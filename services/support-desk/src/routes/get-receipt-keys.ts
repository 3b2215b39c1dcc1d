import { getReceiptKeys } from '@parley/contracts/desk/erasures'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'

export const getReceiptKeysRoute = ({ receipts }: Context) =>
  route(getReceiptKeys, async () => ok({ keys: receipts.publicKeys }))
