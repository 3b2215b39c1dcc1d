import { purgeChannel } from '@parley/contracts/messages/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { ChannelFiles } from '../channel-files.ts'
import type { DB } from '../schema.ts'
import { isReadable, purgeSome } from '../store/purge.ts'

/** Removes all that a deleted channel has left behind, the head last: while there is one, something may be left. */
export const workPurgeChannel = ({ work, db }: ServiceRuntime<DB>, files: Pick<ChannelFiles, 'sweep'>): void =>
  work(
    purgeChannel,
    async ({ data: { workspace_id: workspaceId, id: channelId } }, { signal }) => {
      const channel = { workspaceId, channelId }
      if (await isReadable(db, channel)) throw new Error(`Channel ${channelId} is there: nothing of it is purged.`)
      while (await purgeSome(db, channel)) {
        files.sweep()
        signal.throwIfAborted()
      }
    },
    { concurrency: 2 },
  )
