import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from './schema.ts'
import { deleteOldMails } from './store/inbound-mails.ts'

const everyMs = 3_600_000
const maxBatch = 1_000

/** Forgets which mails came in more than 30 days ago, in every replica: no mail server repeats one for so long. */
export function forgetOldMails({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>): void {
  every('forget-old-mails', everyMs, async () => {
    const deleted = await deleteOldMails(db, maxBatch)
    return deleted === maxBatch ? 0 : undefined
  })
}
