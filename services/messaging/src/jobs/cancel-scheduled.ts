import { cancelScheduled } from '@parley/contracts/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { failScheduledOf } from '../store/due-messages.ts'

/** Fails what waits to be posted to a channel that was archived. Whatever it misses is refused at its time. */
export const workCancelScheduled = ({ work, db }: ServiceRuntime<DB>): void =>
  work(cancelScheduled, async ({ data: channel }) => {
    if (channel.is_archived) await failScheduledOf(db, channel.workspace_id, channel.id, 'channel_archived')
  })
