import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { roleOf, type ServiceName, schemaOf, serviceNames } from '@parley/contracts/services'
import pg from 'pg'
import { checkEncoding, createDatabase } from './database.ts'
import { createLog } from './log.ts'

const root = new URL('../../../', import.meta.url)
const migrationFolders = (service: ServiceName) => [
  new URL('packages/kit/migrations/', root),
  new URL(`services/${service}/migrations/`, root),
]

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** A schema's migrations in order: what every service has (`kit/…`), then its own. */
export async function readMigrations(service: ServiceName): Promise<Migration[]> {
  const found: Migration[] = []
  for (const [index, folder] of migrationFolders(service).entries()) {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
    for (const file of files) {
      const sql = await readFile(new URL(file, folder), 'utf8')
      const name = `${index === 0 ? 'kit' : service}/${file.slice(0, -4)}`
      found.push({ name, sql, checksum: createHash('sha256').update(sql).digest('hex') })
    }
  }
  return found
}

/** What the schemas share: extensions, how a time is written, and who has been migrated how far. */
const foundation = `
  create schema if not exists parley;
  create extension if not exists pg_trgm with schema parley;
  create extension if not exists btree_gin with schema parley;
  create table if not exists parley.migrations (
    service text not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), primary key (service, name));
  create or replace function parley.iso(moment timestamptz) returns text language sql stable parallel safe as
    $$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
  grant usage on schema parley to public;
  grant select on parley.migrations to public;
`

/**
 * Brings every schema to this version: roles, schemas, then each service's migrations in dependency order, each in
 * its own transaction as the role that will own what it makes. Safe to run from several places at once.
 *
 * @param adminUrl a role that may create roles and schemas
 * @param roles each service's own DATABASE_URL; user and password become the role's
 * @throws Error in one sentence: a cluster of another encoding, a changed migration, a schema from a newer Parley
 */
export async function migrateAll(options: {
  adminUrl: string
  roles: Record<ServiceName, string>
  log?: (line: string) => void
}): Promise<void> {
  const probe = createDatabase<unknown>('gateway', {
    url: options.adminUrl,
    poolSize: 1,
    log: createLog('migrator', { LOG_LEVEL: 'warn' }),
  })
  await checkEncoding(probe).finally(() => probe.destroy())

  const client = new pg.Client({ connectionString: options.adminUrl, application_name: 'parley-migrator' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('parley.migrate', 0))`)
    await client.query(foundation)
    for (const service of serviceNames) await ensureRole(client, service, options.roles[service])
    for (const service of serviceNames) await migrateService(client, service, options.log)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, service: ServiceName, url: string): Promise<void> {
  const role = roleOf(service)
  const { username, password } = new URL(url)
  if (decodeURIComponent(username) !== role)
    throw new Error(`The ${service} service must sign in as ${role}, not as ${username}.`)
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
  // Roles belong to the cluster: another database's migrator may create the same one right now.
  if (!rowCount) await client.query(`create role ${role}`).catch(ignoreDuplicate)
  const secret = client.escapeLiteral(decodeURIComponent(password))
  await client.query(`alter role ${role} login noinherit password ${secret}`).catch(ignoreConcurrent)
  await client.query(`grant ${role} to current_user with set true, inherit false`).catch(ignoreConcurrent)
  await client.query(`create schema if not exists ${schemaOf(service)} authorization ${role}`)
}

async function migrateService(client: pg.Client, service: ServiceName, log?: (line: string) => void): Promise<void> {
  const applied = await client.query('select name, checksum from parley.migrations where service = $1', [service])
  const checksums = new Map(applied.rows.map((row) => [row.name as string, row.checksum as string]))
  const migrations = await readMigrations(service)
  for (const name of checksums.keys())
    if (!migrations.some((migration) => migration.name === name))
      throw new Error(
        `The database has ${service}'s migration ${name}, which this version does not know: it was made by a newer Parley.`,
      )
  for (const { name, sql, checksum } of migrations) {
    const known = checksums.get(name)
    if (known === checksum) continue
    if (known) throw new Error(`${service}'s migration ${name} was changed after it had been applied.`)
    await client.query('begin')
    try {
      await client.query(`set local role ${roleOf(service)}; set local search_path = ${schemaOf(service)}, parley`)
      await client.query(sql)
      await client.query('reset role')
      await client.query('insert into parley.migrations (service, name, checksum) values ($1, $2, $3)', [
        service,
        name,
        checksum,
      ])
      await client.query('commit')
    } catch (cause) {
      await client.query('rollback')
      throw new Error(`Migration ${name} of ${service} failed: ${(cause as Error).message}`, { cause })
    }
    log?.(`${service}: ${name}`)
  }
}

const ignoreDuplicate = (error: { code?: string }) => {
  if (error.code !== '42710' && error.code !== '23505') throw error
}

/** `tuple concurrently updated`: another database's migrator has just written the same. */
const ignoreConcurrent = (error: { code?: string; message?: string }) => {
  if (error.code !== 'XX000') throw error
}
