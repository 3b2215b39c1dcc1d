import type { VisitorCaller } from '@parley/kit/assertion'
import type { Log } from '@parley/kit/log'
import type { Loops } from '@parley/kit/loops'
import { sql } from 'kysely'
import type { Db } from '../db.ts'
import { createBatcher } from './batch.ts'
import type { Intervals } from './config.ts'

type VisitorId = Pick<VisitorCaller, 'workspaceId' | 'visitorId'>

const markedAtOnce = 1_000

/**
 * Has the support desk know who has a socket here: each visitor is online for a while, which is renewed as long as they have
 * one. Those of a gateway that has crashed are offline when that is over.
 */
export function createVisitorPresence(options: {
  db: Db
  /** The visitors with sockets here. */
  present: () => Iterable<VisitorId>
  intervals: Intervals
  every: Loops['every']
  log: Log
}) {
  const { db, present, intervals, every, log } = options
  const seconds = Math.ceil(intervals.visitorLife / 1_000)
  const mark = createBatcher<VisitorId, void>(
    async (visitors) => {
      await sql`
        select support_desk.mark_online(asked.workspace_id, array_agg(asked.visitor_id), ${seconds})
        from unnest(${visitors.map(({ workspaceId }) => workspaceId)}::uuid[],
          ${visitors.map(({ visitorId }) => visitorId)}::uuid[]) asked (workspace_id, visitor_id)
        group by asked.workspace_id order by asked.workspace_id`.execute(db)
      return visitors.map(() => undefined)
    },
    { size: markedAtOnce, parallel: 1 },
  )

  return {
    start(): void {
      every('renew-visitors', intervals.visitorHeartbeat, async () => {
        const visitors = new Map([...present()].map((visitor) => [visitor.visitorId, visitor]))
        await Promise.all([...visitors.values()].map(mark))
      })
    },

    /** A visitor has come; while PostgreSQL is unavailable the next renewal says so. */
    enter(visitor: VisitorId): void {
      mark(visitor).catch((error) => log.debug({ err: error }, 'a visitor’s presence waits for PostgreSQL'))
    },
  }
}
