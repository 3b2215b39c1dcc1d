import { finishChannelDeletion } from '@parley/contracts/channels/jobs'
import { Postpone } from '@parley/kit/jobs'
import type { Context } from '../context.ts'
import { finishDeletion } from '../store/deletions.ts'

const soonestMs = 500
const latestMs = 60_000
const longestMs = 3_600_000

/** Removes a deletion's record once messaging has removed the last of the channel; until then it postpones, ever longer. */
export const workFinishChannelDeletion = ({ db, work }: Context): void =>
  work(finishChannelDeletion, async ({ data, at }, { log }) => {
    if (await finishDeletion(db, data.workspace_id, data.id)) return
    const sinceMs = Date.now() - Date.parse(at)
    if (sinceMs < longestMs) throw new Postpone(Math.min(Math.max(sinceMs, soonestMs), latestMs))
    // The sweep resumes the deletion within an hour, and so starts another of these.
    log.warn({ channel: data.id }, 'an hour after its deletion, messages of a channel are still there')
  })
