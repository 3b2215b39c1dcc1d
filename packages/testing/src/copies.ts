import fs from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLog } from '@parley/kit/log'
import { connectQueue, type Redis } from '@parley/kit/redis'
import { vi } from 'vitest'
import type { TestDatabase } from './database.ts'
import type { InProcessPlatform } from './platform.ts'
import { dataFolderOf } from './settings.ts'

/** Collects what the services of this process log from now on, in place of printing it. */
export function captureLogs(): () => string {
  const lines: string[] = []
  const { write, writeSync } = fs
  const take = (chunk: unknown): number => {
    lines.push(String(chunk))
    return Buffer.byteLength(String(chunk))
  }
  vi.spyOn(fs, 'write').mockImplementation(((fd: number, chunk: unknown, ...rest: unknown[]) => {
    const done = rest.at(-1) as (error: null, written: number) => void
    if (fd === 1) queueMicrotask(() => done(null, take(chunk)))
    else Reflect.apply(write, fs, [fd, chunk, ...rest])
  }) as typeof fs.write)
  vi.spyOn(fs, 'writeSync').mockImplementation(((fd: number, chunk: unknown, ...rest: unknown[]) =>
    fd === 1 ? take(chunk) : Reflect.apply(writeSync, fs, [fd, chunk, ...rest])) as typeof fs.writeSync)
  return () => lines.join('')
}

/** Where a text is: tables, files, keys of Redis, mails that are kept, and logs. */
export async function placesOf(platform: InProcessPlatform, text: string, logs: () => string): Promise<string[]> {
  const found = await Promise.all([
    inTables(platform.database, text),
    inFiles(dataFolderOf(platform.redisPrefix), text),
    inRedis(platform, text),
    inMails(platform, text),
  ])
  return [...found.flat(), ...(logs().includes(text) ? ['logs'] : [])].sort()
}

async function inTables(database: TestDatabase, text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const each = tables.map(
    ({ name }) => `select '${name}' as name where exists (select from ${name} t where t::text ilike '%' || $1 || '%')`,
  )
  const rows = await database.query<{ name: string }>(each.join(' union all '), [text])
  return rows.map(({ name }) => name)
}

async function inFiles(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const isNamed = entry.name.includes(text)
    if (isNamed || (entry.isFile() && (await readFile(join(entry.parentPath, entry.name))).includes(text)))
      return ['files']
  }
  return []
}

async function inRedis({ redisUrl, redisPrefix }: InProcessPlatform, text: string): Promise<string[]> {
  const redis = connectQueue(redisUrl, createLog('reader', { LOG_LEVEL: 'silent' }))
  try {
    const found = new Set<string>()
    for await (const keys of redis.scanStream({ match: `${redisPrefix}:*`, count: 1_000 }) as AsyncIterable<string[]>)
      for (const key of keys)
        if (`${key} ${await contentOf(redis, key)}`.includes(text)) found.add(`redis ${key.split(':')[1]}`)
    return [...found]
  } finally {
    redis.disconnect()
  }
}

async function contentOf(redis: Redis, key: string): Promise<string> {
  const readers: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    list: () => redis.lrange(key, 0, -1),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    stream: () => redis.xrange(key, '-', '+'),
  }
  return JSON.stringify(await readers[await redis.type(key)]?.())
}

async function inMails(platform: InProcessPlatform, text: string): Promise<string[]> {
  const { body } = await platform.client().request('GET', '/dev/mail')
  return JSON.stringify(body).includes(text) ? ['/dev/mail'] : []
}
