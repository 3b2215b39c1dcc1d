import { visitorOffline, visitorOnline } from '@parley/contracts/desk/events'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import type { DB } from './schema.ts'
import { findUnpublished, markPublished } from './store/online-visitors.ts'
import { publishVisitor } from './store/visitor-events.ts'

const everyMs = 1_000
const atOnce = 200

/** Publishes who has come online and who has gone, within a second of what the gateways say. */
export const publishPresence = ({ db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>) =>
  every('publish-visitors-presence', everyMs, async (signal) => {
    const found = await findUnpublished(db, atOnce)
    for (const presence of found) {
      if (signal.aborted) return
      const { workspaceId, visitorId, isOnline } = presence
      await transaction(db, async (tx) => {
        if (!(await markPublished(tx, presence))) return
        const event = isOnline ? visitorOnline : visitorOffline
        await publishVisitor(tx, workspaceId, visitorId, traceFrom(undefined, undefined), event)
      })
    }
    return found.length === atOnce ? 0 : undefined
  })
