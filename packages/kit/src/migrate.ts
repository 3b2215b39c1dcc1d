import { roleOf, type ServiceName, schemaOf, serviceNames } from '@parley/contracts/services'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { checkEncoding, createDatabase } from './database.ts'
import { createLog } from './log.ts'
import { applyRepeatables, checksumOf, readRepeatables, repeatableTables } from './repeatables.ts'
import { errorIn, readSqlFiles, type SqlFile, sourceRoot } from './sql-files.ts'

interface Migration extends SqlFile {
  /** From the repository's root. */
  file: string
}

/** Migrations that were replaced by one `0001` per service. */
const squashed = [
  'gateway/0002_channel_invitations',
  'channels/0002_managing',
  'channels/0003_departures',
  'messaging/0002_files',
  'messaging/0003_changes',
  'messaging/0004_search',
  'messaging/0005_drafts',
]

/** A schema's migrations in order: what every service has (`kit/…`), then its own. */
export async function readMigrations(service: ServiceName, root: URL = sourceRoot): Promise<Migration[]> {
  const read = async (folder: string, prefix: string) =>
    (await readSqlFiles(root, folder)).map((each) => ({
      ...each,
      name: `${prefix}/${each.name}`,
      file: `${folder}${each.name}.sql`,
    }))
  return [
    ...(await read('packages/kit/migrations/', 'kit')),
    ...(await read(`services/${service}/migrations/`, service)),
  ]
}

/** What the schemas share: extensions, how a time is written, and who has been migrated how far. */
const shared = `
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
 * its own transaction as the role that will own what it makes, then all functions and views (see `repeatables.ts`).
 * Safe to run from several places at once and beside running services.
 *
 * @param adminUrl a role that may create roles and schemas
 * @param roles each service's own DATABASE_URL; user and password become the role's
 * @param root where `packages/` and `services/` lie, if not in this repository
 * @throws Error in one sentence: a cluster of another encoding, a changed migration, a schema from a newer Parley or
 *   from one whose data is not taken over, or what PostgreSQL says of a file, which it names
 */
export async function migrateAll(options: {
  adminUrl: string
  roles: Record<ServiceName, string>
  log?: (line: string) => void
  root?: URL
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
    await client.query(`${shared}${repeatableTables}`)
    for (const service of serviceNames) await ensureRole(client, service, options.roles[service])
    for (const service of serviceNames) await migrateService(client, service, options)
    if ((await applyRepeatables(client, options.root)) === 'applied') options.log?.('functions and views')
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
  await client.query(`alter default privileges for role ${role} revoke execute on functions from public`)
  await client.query(`create schema if not exists ${schemaOf(service)} authorization ${role}`)
}

async function migrateService(
  client: pg.Client,
  service: ServiceName,
  { root, log }: { root?: URL; log?: (line: string) => void },
): Promise<void> {
  const applied = await client.query('select name, checksum from parley.migrations where service = $1', [service])
  const checksums = new Map(applied.rows.map((row) => [row.name as string, row.checksum as string]))
  const migrations = await readMigrations(service, root)
  for (const name of checksums.keys())
    if (!migrations.some((migration) => migration.name === name))
      throw new Error(
        squashed.includes(name)
          ? 'The database was made by an earlier Parley, whose data this version does not take over.'
          : `The database has ${service}'s migration ${name}, which this version does not know: it was made by a newer Parley.`,
      )
  for (const { name, file, sql, checksum } of migrations) {
    const known = checksums.get(name)
    if (known === checksum) continue
    if (known) throw new Error(`${service}'s migration ${name} was changed after it had been applied.`)
    await client.query('begin')
    try {
      await client.query(`set local role ${roleOf(service)}; set local search_path = ${schemaOf(service)}, parley`)
      await client.query(sql).catch((cause) => {
        throw errorIn(file, sql, cause)
      })
      await client.query('reset role')
      await client.query('insert into parley.migrations (service, name, checksum) values ($1, $2, $3)', [
        service,
        name,
        checksum,
      ])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
    log?.(`${service}: ${name}`)
  }
}

/**
 * Whether a service of this version finds what it needs: its own migrations, and everybody's functions and views, as
 * they are here or as a newer Parley has replaced them, which keeps what its predecessor published.
 */
export async function isMigrated<DB>(service: ServiceName, db: Kysely<DB>, root?: URL): Promise<boolean> {
  const [migrations, repeatables] = await Promise.all([readMigrations(service, root), readRepeatables(root)])
  const { rows } = await sql<{ ready: boolean }>`
    select array(select name from parley.migrations where service = ${service})
        @> ${migrations.map(({ name }) => name)}::text[]
      and exists (select from parley.repeatable_sets where checksum = ${checksumOf(repeatables)}) as ready`.execute(db)
  return rows[0]!.ready
}

const ignoreDuplicate = (error: { code?: string }) => {
  if (error.code !== '42710' && error.code !== '23505') throw error
}

/** `tuple concurrently updated`: another database's migrator has just written the same. */
const ignoreConcurrent = (error: { code?: string; message?: string }) => {
  if (error.code !== 'XX000') throw error
}
