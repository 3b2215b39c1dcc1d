import { purgeChannel } from '@parley/contracts/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { isReadable, purgeSome } from '../store/purge.ts'

/** Removes all that a deleted channel has left behind, the head last: while there is one, something may be left. */
export const workPurgeChannel = ({ work, db, outbox }: ServiceRuntime<unknown>): void =>
  work(
    purgeChannel,
    async ({ data: channel }, { signal }) => {
      if (await isReadable(db, channel.id)) throw new Error(`Channel ${channel.id} is there: nothing of it is purged.`)
      while (await purgeSome(db, channel.id)) signal.throwIfAborted()
      outbox.flush()
    },
    { concurrency: 2 },
  )
