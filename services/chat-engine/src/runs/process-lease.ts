import { randomUUID } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import type { Loops } from '@parley/kit/loops'
import type { Db } from '../context.ts'
import { abandonLease, endLease, renewLease } from '../store/leases.ts'

export interface ProcessLeaseOptions {
  /** Connections that wait for no other work. */
  db: Db
  every: Loops['every']
  /** How long the process has its runs without a sign of life. */
  leaseMs: number
  /** How often it gives one. */
  renewMs: number
  /** Others have taken its runs; it has another lease already. */
  onLost: () => void
}

export const stoppingError = () => new ServiceError('unavailable', 'The service is stopping; ask again.')

/** The lease by which runs are this process's, renewed from the loops' start until it is given up. */
export function createProcessLease({ db, every, leaseMs, renewMs, onLost }: ProcessLeaseOptions) {
  let current = newLease()
  /** It is renewed no more: whoever waits for it waits in vain. */
  let isEnding = false
  let isStopping = false

  const renewing = every('renew-lease', renewMs, async (signal) => {
    if (isStopping) return
    const lease = current
    if (lease.isNew)
      signal.addEventListener('abort', () => {
        isEnding = true
        current.held.reject(stoppingError())
      })
    if (!(await renewLease(db, lease.id, leaseMs, lease.isNew))) {
      // Given up meanwhile, by this process.
      if (!isStopping) lose()
      return
    }
    lease.isNew = false
    lease.held.resolve()
  })

  function lose(): void {
    current = newLease()
    if (isEnding) current.held.reject(stoppingError())
    onLost()
    renewing.wake()
  }

  return {
    /** Another one's once it was lost. */
    get id(): string {
      return current.id
    },
    /** Whether runs can be taken over under it. */
    get isInUse(): boolean {
      return !current.isNew && !isStopping
    },
    /** Resolves once it has begun. @throws ServiceError 503 when the process stops before */
    held: (): Promise<void> => current.held.promise,
    /** It is over: somebody has found that in the database. */
    lose,
    /** Renews it no more, and takes over nothing. */
    stop(): void {
      isStopping = true
    },
    /** Ends it; where some of its runs are left to others, so that they are taken over at once. */
    giveUp: (leavesRuns: boolean): Promise<void> => (leavesRuns ? abandonLease : endLease)(db, current.id),
  }
}

interface Lease {
  id: string
  isNew: boolean
  held: PromiseWithResolvers<void>
}

function newLease(): Lease {
  const held = Promise.withResolvers<void>()
  held.promise.catch(() => {})
  return { id: randomUUID(), isNew: true, held }
}
