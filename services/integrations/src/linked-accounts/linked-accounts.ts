import type { Context } from '../context.ts'
import { deleteOldCodes } from './codes.ts'
import { confirmAccountLinkRoute } from './routes/confirm-account-link.ts'
import { listLinkedAccountsRoute } from './routes/list-linked-accounts.ts'
import { startAccountLinkRoute } from './routes/start-account-link.ts'
import { unlinkAccountRoute } from './routes/unlink-account.ts'

const deleteEveryMs = 600_000
const deletedAtOnce = 1_000

export const linkedAccountRoutes = [
  startAccountLinkRoute,
  confirmAccountLinkRoute,
  listLinkedAccountsRoute,
  unlinkAccountRoute,
]

/** Deletes codes once they count for nothing. */
export function keepLinkCodes({ db, every }: Pick<Context, 'db' | 'every'>): void {
  every('delete-link-codes', deleteEveryMs, async () => ((await deleteOldCodes(db, deletedAtOnce)) ? 0 : undefined))
}
