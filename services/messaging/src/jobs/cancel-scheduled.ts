import { cancelScheduled, cancelScheduledOfLeaver } from '@parley/contracts/messages/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { failScheduledOf, failScheduledOfLeaver } from '../store/scheduled-failures.ts'

/**
 * Fails what waits to be posted to a channel that was archived, or for someone who has left it. Whatever these miss is
 * refused at its time.
 */
export function workCancelScheduled({ work, db }: ServiceRuntime<DB>): void {
  work(cancelScheduled, ({ data: channel }) =>
    failScheduledOf(db, channel.workspace_id, channel.id, 'channel_archived'),
  )
  work(cancelScheduledOfLeaver, ({ workspace_id: workspaceId, data: { user_id: userId, channel_id: channelId } }) =>
    failScheduledOfLeaver(db, { workspaceId, userId }, channelId),
  )
}
