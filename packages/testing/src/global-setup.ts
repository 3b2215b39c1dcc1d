import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceNames } from '@parley/contracts/services'
import { startPostgres } from '@parley/embedded/postgres'
import { startRedis } from '@parley/embedded/redis'
import { randomPassword } from '@parley/kit/keys'
import { migrateAll } from '@parley/kit/migrate'
import { roleUrls } from '@parley/kit/role-urls'
import type { TestProject } from 'vitest/node'
import type {} from './provided.ts'

/**
 * What statements are executed can be recorded, in a database that turns it on: see `createTestDatabase`. Passwords of
 * roles are random and for this run alone, and hashing them often was much of what a connection took.
 */
const settings = {
  scram_iterations: 1,
  shared_preload_libraries: 'pg_stat_statements',
  compute_query_id: 'off',
  'pg_stat_statements.track': 'none',
  'pg_stat_statements.track_utility': 'off',
  'pg_stat_statements.max': 5_000,
  'pg_stat_statements.save': 'off',
}

/** Starts one PostgreSQL and one Redis for the whole run, and migrates the database that test files clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis, folder] = await Promise.all([
    startPostgres({ ephemeral: true, settings }),
    startRedis({ ephemeral: true }),
    mkdtemp(join(tmpdir(), 'parley-tests-')),
  ])
  const stop = async () => {
    await Promise.all([postgres.stop(), redis.stop(), rm(folder, { recursive: true, force: true })])
  }
  try {
    const rolePasswords = Object.fromEntries(serviceNames.map((service) => [service, randomPassword()]))
    await migrateAll({ adminUrl: postgres.url, roles: roleUrls(postgres.url, rolePasswords as never) })
    const { pathname } = new URL(postgres.url)
    project.provide('parley', {
      postgresUrl: postgres.url.slice(0, -pathname.length),
      templateDatabase: pathname.slice(1),
      rolePasswords,
      redisUrl: redis.url,
      folder,
    })
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}
