import { dirname } from 'node:path'
import { createChannel } from '@parley/contracts/channels/channels'
import { login } from '@parley/contracts/identity/auth'
import { deleteWorkspace, getWorkspaceDeletion } from '@parley/contracts/identity/workspace-deletions'
import { uploadFiles } from '@parley/contracts/messages/files'
import { newcomer } from '@parley/testing/people'
import { endGrace, receiptTables } from '@parley/testing/rows/gateway'
import { fillChannel, leftOfChannel, lockStoredMessage } from '@parley/testing/rows/messaging'
import { expect, vi } from 'vitest'
import { countRows, findInRedis, findOnDisk } from '../copies.ts'
import type { ProcessPlatform } from '../processes.ts'

/** What somebody wrote, and nobody may find anywhere afterwards. */
const canary = 'canary-of-an-interrupted-purge'
/** More than are deleted at a time. */
const messages = 5_000

/** A workspace whose deletion is held up in the middle, so that processes may be killed meanwhile. */
export async function beginPurge(platform: ProcessPlatform) {
  const { database } = platform
  const dora = await newcomer(platform, 'dora')
  const { workspaceId, userId, email, password } = dora
  const { channel } = await dora.call(createChannel, {
    workspace_id: workspaceId,
    name: 'doomed',
    channel_type: 'text',
  })
  const place = { workspaceId, channelId: channel.id }
  await fillChannel(database, place, { authorId: userId, count: messages, content: canary })
  const files = [new File([canary], `${canary}.txt`)]
  await dora.call(uploadFiles, { conversation_id: channel.id, files })
  const release = await lockStoredMessage(database, channel.id, messages / 2)
  await dora.call(deleteWorkspace, { id: workspaceId, password })
  await endGrace(database, workspaceId)
  const left = async () => (await leftOfChannel(database, channel.id)).messages

  return {
    /** Resolves once some of it is deleted, and some is not. */
    isHalfDone: async () => {
      await vi.waitUntil(async () => (await left()) < messages, { timeout: 90_000, interval: 200 })
      expect(await left()).toBeGreaterThan(0)
    },
    release,
    /** It is deleted whole, and its receipt says of what. */
    async expectGone() {
      const { token } = await platform.client().call(login, { email, password })
      const deletion = await vi.waitUntil(
        async () => {
          const { data } = await platform.client(token).call(getWorkspaceDeletion, { id: workspaceId })
          return data.state === 'done' && data
        },
        { timeout: 120_000, interval: 500 },
      )
      expect(deletion.receipt).not.toBeNull()
      expect(deletion.copies).toEqual(
        expect.arrayContaining([
          { service: 'messaging', kind: 'messages', count: messages },
          { service: 'messaging', kind: 'files', count: 1 },
          // The one that every workspace begins with, too.
          { service: 'channels', kind: 'channels', count: 2 },
          { service: 'gateway', kind: 'members', count: 1 },
        ]),
      )
      expect(Object.keys(await countRows(database, workspaceId)).sort()).toEqual(receiptTables)
      expect([
        ...Object.keys(await countRows(database, canary)),
        ...(await findInRedis(platform, canary)),
        // What PostgreSQL and Redis have deleted may stand in their files for a while.
        ...(await findOnDisk(dirname(platform.stack.logs), canary, ['postgres', 'redis'])),
      ]).toEqual([])
    },
  }
}
