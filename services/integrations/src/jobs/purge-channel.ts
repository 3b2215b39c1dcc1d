import { purgeChannelInIntegrations } from '@parley/contracts/connections/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { deleteSendsOf, deleteSomeLinks } from '../bridge/forgetting-channels.ts'
import type { Db } from '../context.ts'
import { deleteIncomingOf } from '../incoming/store.ts'
import type { DB } from '../schema.ts'

/** Deletes what is here of a deleted channel, but that a platform's was that one: somebody chooses what becomes of it. */
export const workPurgeChannel = ({ work, db }: Pick<ServiceRuntime<DB>, 'work' | 'db'>): void =>
  work(
    purgeChannelInIntegrations,
    async ({ data: { workspace_id: workspaceId, id: channelId } }, { signal }) => {
      if (await isThere(db, workspaceId, channelId))
        throw new Error(`Channel ${channelId} is there: nothing of it is purged.`)
      await transaction(db, async (tx) => {
        await deleteIncomingOf(tx, workspaceId, channelId)
        await deleteSendsOf(tx, workspaceId, channelId)
      })
      while (await deleteSomeLinks(db, workspaceId, channelId)) signal.throwIfAborted()
    },
    { concurrency: 2 },
  )

async function isThere(db: Db, workspaceId: string, channelId: string): Promise<boolean> {
  const state = await db
    .selectFrom('channels.states')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return state !== undefined
}
