import { login } from '@parley/contracts/identity/auth'
import {
  deleteWorkspace,
  getWorkspaceDeletion,
  getWorkspaceReceiptKeys,
} from '@parley/contracts/identity/workspace-deletions'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import type { Person } from '@parley/testing/people'
import type { InProcessPlatform } from '@parley/testing/platform'
import { endGrace } from '@parley/testing/rows/gateway'
import { dataFolderOf } from '@parley/testing/settings'
import { vi } from 'vitest'
import { countRows, findInRedis, findOnDisk } from '../copies.ts'

/** What somebody wrote, and nobody may find anywhere afterwards. */
const canary = 'canary-of-a-deleted-workspace'

/** What a deletion has left of a workspace and of another one, and what its owner is answered of it. */
export type DeletedWorkspace = Awaited<ReturnType<typeof deleteAWorkspace>>

/** Deletes the workspace of `owner`, in which everything is that there can be, and looks for it wherever it may be. */
export async function deleteAWorkspace(
  platform: InProcessPlatform,
  { owner, channelId, other }: { owner: Person; channelId: string; other: Person },
) {
  const { database } = platform
  await owner.call(postMessage, { channel_id: channelId, content: `the ${canary}` })
  await owner.call(uploadFiles, { conversation_id: channelId, files: [new File([canary], `${canary}.txt`)] })
  const before = {
    own: await countRows(database, owner.workspaceId),
    other: await countRows(database, other.workspaceId),
  }
  await owner.call(deleteWorkspace, { id: owner.workspaceId, password: owner.password })
  await endGrace(database, owner.workspaceId)
  const signedOut = async () =>
    (await owner.client.answer(getWorkspaceDeletion, { id: owner.workspaceId })).status === 401
  await vi.waitUntil(signedOut, { timeout: 60_000, interval: 200 })
  const { token } = await platform.client().call(login, { email: owner.email, password: owner.password })
  const again = platform.client(token)
  const deletion = await vi.waitUntil(
    async () => {
      const { data } = await again.call(getWorkspaceDeletion, { id: owner.workspaceId })
      return data.state === 'done' && data
    },
    { timeout: 120_000, interval: 200 },
  )
  return {
    before,
    deletion,
    keys: (await again.call(getWorkspaceReceiptKeys)).keys,
    left: await countRows(database, owner.workspaceId),
    ofOther: await countRows(database, other.workspaceId),
    canaries: [
      ...Object.keys(await countRows(database, canary)),
      ...(await findInRedis(platform, canary)),
      ...(await findOnDisk(dataFolderOf(platform.redisPrefix), canary)),
    ],
  }
}
