import { finishChannelDeletion } from '@parley/contracts/jobs'
import { Postpone } from '@parley/kit/jobs'
import type { Context } from '../context.ts'
import { finishDeletion } from '../store/deletions.ts'

const soonestMs = 500
const latestMs = 60_000
const longestMs = 3_600_000

/** Forgets a deletion once messaging has removed the last of the channel; until then it waits, ever longer. */
export const workFinishChannelDeletion = ({ db, work }: Context): void =>
  work(finishChannelDeletion, async ({ data, at }, { log }) => {
    if (await finishDeletion(db, data.id)) return
    const toldMs = Date.now() - Date.parse(at)
    if (toldMs < longestMs) throw new Postpone(Math.min(Math.max(toldMs, soonestMs), latestMs))
    // The sweep tells of it anew within an hour, and so starts another of these.
    log.warn({ channel: data.id }, 'an hour after its deletion was told, messages of a channel are still there')
  })
