import { postgresMajor } from '@parley/embedded/postgres'
import { Problem } from '@parley/kit/problem'
import { Redis } from 'ioredis'
import pg from 'pg'

/** Refuses a database that does not answer or is too old. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Problem(`PostgreSQL at ${whereIs(url)} cannot be used (${reasonOf(error)}); check DATABASE_URL.`)
  }
  try {
    const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major")
    const { major } = rows[0] as { major: number }
    if (major < postgresMajor)
      throw new Problem(`PostgreSQL at ${whereIs(url)} is version ${major}; Parley needs ${postgresMajor} or newer.`)
  } finally {
    await client.end()
  }
}

/** Refuses a Redis that does not answer. */
export async function checkRedis(url: string) {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 10_000 })
  let last: unknown
  client.on('error', (error) => {
    last = error
  })
  try {
    await client.connect()
    await client.ping()
  } catch (error) {
    throw new Problem(`Redis at ${whereIs(url)} cannot be used (${reasonOf(last ?? error)}); check REDIS_URL.`)
  } finally {
    client.disconnect()
  }
}

function whereIs(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return 'an address that is not a URL'
  }
}

const reasonOf = (error: unknown) =>
  (error as Error).message || (error as NodeJS.ErrnoException).code || (error as Error).name
