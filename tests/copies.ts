import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { schemaOf, serviceNames } from '@parley/contracts/services'
import { createLog } from '@parley/kit/log'
import { connectQueue } from '@parley/kit/redis'
import type { TestDatabase } from '@parley/testing/database'
import type { Platform } from '@parley/testing/platform'

/** How many rows of each table have a text anywhere in them. */
export async function countRows(database: TestDatabase, text: string): Promise<Record<string, number>> {
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
export async function findInRedis(
  { redisUrl, redisPrefix }: Pick<Platform, 'redisUrl' | 'redisPrefix'>,
  text: string,
): Promise<string[]> {
  const redis = connectQueue(redisUrl, createLog('reader', { LOG_LEVEL: 'silent' }))
  try {
    const keys = await redis.keys(`${redisPrefix}:*`)
    const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
    return keys.filter((_, index) => dumps[index]?.includes(text))
  } finally {
    redis.disconnect()
  }
}

/** The files below a folder that have a text in them, or in their name; those in the folders of `except` are not looked at. */
export async function findOnDisk(folder: string, text: string, except: readonly string[] = []): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return except.includes(entry.name) ? [] : findOnDisk(path, text)
    return entry.isFile() && (path.includes(text) || (await readFile(path)).includes(text)) ? [path] : []
  })
  return (await Promise.all(found)).flat()
}
