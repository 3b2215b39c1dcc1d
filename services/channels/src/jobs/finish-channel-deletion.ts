import { finishChannelDeletion } from '@parley/contracts/jobs'
import type { Context } from '../context.ts'
import { finishDeletion } from '../store/deletions.ts'

/** Forgets a deletion once messaging has removed the last of the channel; until then it is tried again. */
export const workFinishChannelDeletion = ({ db, work }: Context): void =>
  work(finishChannelDeletion, async ({ data }) => {
    if (!(await finishDeletion(db, data.id))) throw new Error('messaging has not removed the channel’s messages yet')
  })
