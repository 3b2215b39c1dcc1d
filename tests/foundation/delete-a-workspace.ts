import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { login } from '@parley/contracts/identity/auth'
import {
  deleteWorkspace,
  getWorkspaceDeletion,
  getWorkspaceReceiptKeys,
} from '@parley/contracts/identity/workspace-deletions'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import { schemaOf, serviceNames } from '@parley/contracts/services'
import { createLog } from '@parley/kit/log'
import { connectQueue } from '@parley/kit/redis'
import type { TestDatabase } from '@parley/testing/database'
import type { Person } from '@parley/testing/people'
import type { InProcessPlatform } from '@parley/testing/platform'
import { endGrace } from '@parley/testing/rows/gateway'
import { dataFolderOf } from '@parley/testing/settings'
import { vi } from 'vitest'

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

/** How many rows of each table have a text anywhere in them. */
async function countRows(database: TestDatabase, text: string): Promise<Record<string, number>> {
  const tables = await database.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind = 'r' order by 1`,
    [serviceNames.map(schemaOf)],
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await database.query<{ count: number }>(
      `select count(*)::int as count from ${name} t where t::text like '%' || $1 || '%'`,
      [text],
    )
    if (row!.count > 0) counts[name] = row!.count
  }
  return counts
}

/** The keys of a platform in Redis whose contents have a text in them. */
async function findInRedis({ redisUrl, redisPrefix }: InProcessPlatform, text: string): Promise<string[]> {
  const redis = connectQueue(redisUrl, createLog('reader', { LOG_LEVEL: 'silent' }))
  try {
    const keys = await redis.keys(`${redisPrefix}:*`)
    const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
    return keys.filter((_, index) => dumps[index]?.includes(text))
  } finally {
    redis.disconnect()
  }
}

/** The files below a folder that have a text in them, or in their name. */
async function findOnDisk(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    if (path.includes(text) || (await readFile(path)).includes(text)) found.push(path)
  }
  return found
}
