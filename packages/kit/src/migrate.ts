import { setTimeout as wait } from 'node:timers/promises'
import { modulesOf, roleOf, type ServiceName, schemaOf, serviceNames } from '@parley/contracts/services'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { checkEncoding, createDatabase } from './database.ts'
import { lockTimeoutMs, retryOnLock } from './lock-retry.ts'
import { createLog } from './log.ts'
import { applyRepeatables, checksumOf, readRepeatables, repeatableTables } from './repeatables.ts'
import { errorIn, readSqlFiles, type SqlFile, type SqlSources, sourceRoot } from './sql-files.ts'

interface Migration extends SqlFile {
  /** From the repository's root. */
  file: string
}

interface MigrationOptions extends SqlSources {
  log?: (line: string) => void
  /** How long a migration is retried that does not get its locks. */
  lockPatienceMs?: number
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

/** A schema's migrations in order: those of its modules (`kit/…`), then its own. */
export async function readMigrations(service: ServiceName, sources: SqlSources = {}): Promise<Migration[]> {
  const { root = sourceRoot, modules = modulesOf } = sources
  const read = async (folder: string, prefix: string) =>
    (await readSqlFiles(root, folder)).map((each) => ({
      ...each,
      name: `${prefix}/${each.name}`,
      file: `${folder}${each.name}.sql`,
    }))
  const ofModules = modules(service).map((module) => read(`packages/${module}/migrations/`, module))
  return (await Promise.all([...ofModules, read(`services/${service}/migrations/`, service)])).flat()
}

/**
 * Locks an idempotency key until the transaction ends, and finds the answer that is stored under it, in the table of the
 * schema that comes first in the search path. Volatile: the look-up sees what whoever held the lock has committed.
 */
const claimKey = `
  create or replace function parley.claim_key(
    p_caller text, p_key text, out is_running boolean, out body_hash text, out status int, out body text
  ) language plpgsql as $$
  begin
    is_running := not pg_try_advisory_xact_lock(hashtextextended('idempotency:' || p_caller || ':' || p_key, 0));
    if not is_running then
      select k.body_hash, k.status, k.body into body_hash, status, body from idempotency_keys k
      where k.caller = p_caller and k.key = p_key and k.status is not null
        and k.created_at > now() - interval '24 hours';
    end if;
  end
  $$`

/** What the schemas share: extensions, how a time and an event's envelope are written, and who has been migrated how far. */
const shared = `
  create schema if not exists parley;
  create extension if not exists pg_trgm with schema parley;
  create extension if not exists btree_gin with schema parley;
  create table if not exists parley.migrations (
    service text not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), primary key (service, name));
  create or replace function parley.iso(moment timestamptz) returns text language sql stable parallel safe as
    $$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
 create or replace function parley.envelope(id uuid, type text, workspace_id uuid, feed_field text, feed_id text,
     seq bigint, rev bigint, at timestamptz, data json) returns json language sql stable parallel safe as
   $$ select json_build_object('id', id, 'type', type, 'workspace_id', workspace_id, feed_field, feed_id,
     'seq', seq, 'rev', rev, 'at', parley.iso(at), 'data', data) $$;
  ${claimKey};
  grant usage on schema parley to public;
  grant select on parley.migrations to public;
`

/**
 * Brings every schema to this version: roles, schemas, then each service's migrations in dependency order, each in
 * its own transaction as the role that will own what it makes, then all functions and views (see `repeatables.ts`).
 * Safe to run from several places at once and beside running services: it waits for a lock only briefly, and retries.
 *
 * @param adminUrl a role that may create roles and schemas
 * @param roles each service's own DATABASE_URL; user and password become the role's
 * @param root where `packages/` and `services/` lie, if not in this repository
 * @param modules the packages that keep tables in a service's schema, if not `modulesOf` it
 * @param lockPatienceMs how long it retries where it does not get its locks; ten minutes if not given
 * @throws Error in one sentence: a cluster of another encoding, a changed migration, a schema from a newer Parley or
 *   from one whose data is not taken over, or what PostgreSQL says of a file, which it names
 */
export async function migrateAll(
  options: {
    adminUrl: string
    roles: Record<ServiceName, string>
  } & MigrationOptions,
): Promise<void> {
  const probe = createDatabase<unknown>('gateway', {
    url: options.adminUrl,
    poolSize: 1,
    log: createLog('migrator', { LOG_LEVEL: 'warn' }),
  })
  await checkEncoding(probe).finally(() => probe.destroy())

  const client = new pg.Client({ connectionString: options.adminUrl, application_name: 'parley-migrator' })
  await client.connect()
  try {
    await lockMigrations(client)
    await client.query(`${shared}${repeatableTables}`)
    for (const service of serviceNames) await ensureRole(client, service, options.roles[service])
    for (const service of serviceNames) await migrateService(client, service, options)
    const applied = await retryOnLock('functions and views', () => applyRepeatables(client, options), {
      ...(options.lockPatienceMs !== undefined && { patienceMs: options.lockPatienceMs }),
      ...(options.log && { log: options.log }),
    })
    if (applied === 'applied') options.log?.('functions and views')
  } finally {
    await client.end()
  }
}

/** Polls: a statement that waited here would keep a snapshot, which an index built concurrently waits for. */
async function lockMigrations(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query(
      `select pg_try_advisory_lock(hashtextextended('parley.migrate', 0)) as is_locked`,
    )
    if (rows[0].is_locked) return
    await wait(100)
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

async function migrateService(client: pg.Client, service: ServiceName, options: MigrationOptions): Promise<void> {
  const applied = await client.query('select name, checksum from parley.migrations where service = $1', [service])
  const checksums = new Map(applied.rows.map((row) => [row.name as string, row.checksum as string]))
  const migrations = await readMigrations(service, options)
  for (const name of checksums.keys())
    if (!migrations.some((migration) => migration.name === name))
      throw new Error(
        squashed.includes(name)
          ? 'The database was made by an earlier Parley, whose data this version does not take over.'
          : `The database has ${service}'s migration ${name}, which this version does not know: it was made by a newer Parley.`,
      )
  for (const migration of migrations) {
    const known = checksums.get(migration.name)
    if (known === migration.checksum) continue
    if (known) throw new Error(`${service}'s migration ${migration.name} was changed after it had been applied.`)
    await migrationModeOf(migration)(client, service, migration, options)
    options.log?.(`${service}: ${migration.name}`)
  }
}

type Apply = (client: pg.Client, service: ServiceName, migration: Migration, options: MigrationOptions) => Promise<void>

/** A migration's header says how it runs: `-- outside a transaction`, `-- in batches`, or nothing. */
function migrationModeOf({ sql }: Migration): Apply {
  const header = /^(?:[ \t]*(?:--.*)?\r?\n)*/.exec(sql)![0]
  if (/^--[ \t]*outside a transaction[ \t]*$/m.test(header)) return applyOutsideTransaction
  if (/^--[ \t]*in batches[ \t]*$/m.test(header)) return applyInBatches
  return applyInTransaction
}

const applyInTransaction: Apply = (client, service, migration, options) =>
  transaction(client, service, migration, options, async () => {
    await run(client, migration)
    await record(client, service, migration)
  })

/**
 * An index built concurrently, the one statement of its file. It waits as long as it must: nobody queues behind its
 * locks. Where an attempt died, the invalid index it left is dropped first.
 */
const applyOutsideTransaction: Apply = async (client, service, migration) => {
  if (!/^\s*create\s+(unique\s+)?index\s+concurrently\s+if\s+not\s+exists\s/im.test(migration.sql))
    throw new Error(
      `${migration.file}: outside a transaction only \`create index concurrently if not exists\` may run.`,
    )
  const schema = schemaOf(service)
  await client.query(`set role ${roleOf(service)}; set search_path = ${schema}, parley`)
  try {
    const { rows } = await client.query<{ name: string }>(
      `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
       where not i.indisvalid and c.relnamespace = $1::regnamespace`,
      [schema],
    )
    for (const { name } of rows) await client.query(`drop index concurrently ${name}`)
    await run(client, migration)
  } finally {
    await client.query('reset role; reset search_path')
  }
  await record(client, service, migration)
}

/** A back-fill: its one statement is repeated, each time in a transaction of its own, until it changes no row. */
const applyInBatches: Apply = async (client, service, migration, options) => {
  for (let total = 0; ; ) {
    const changed = await transaction(client, service, migration, options, () => run(client, migration))
    if (changed === 0) break
    total += changed
    options.log?.(`${service}: ${migration.name}: ${total} rows`)
  }
  await record(client, service, migration)
}

/** A transaction as the role that owns what is made, retried while it does not get its locks. */
function transaction<T>(
  client: pg.Client,
  service: ServiceName,
  { name }: Migration,
  { lockPatienceMs, log }: MigrationOptions,
  work: () => Promise<T>,
): Promise<T> {
  const attempt = async () => {
    await client.query('begin')
    try {
      await client.query(
        `set local lock_timeout = ${lockTimeoutMs}; set local role ${roleOf(service)};
         set local search_path = ${schemaOf(service)}, parley`,
      )
      const result = await work()
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  }
  return retryOnLock(`${service}: ${name}`, attempt, {
    ...(lockPatienceMs !== undefined && { patienceMs: lockPatienceMs }),
    ...(log && { log }),
  })
}

/** How many rows the file's last statement has changed. */
async function run(client: pg.Client, { file, sql }: Migration): Promise<number> {
  const result = await client.query(sql).catch((cause) => {
    throw errorIn(file, sql, cause)
  })
  return result.rowCount ?? 0
}

async function record(client: pg.Client, service: ServiceName, { name, checksum }: Migration): Promise<void> {
  await client.query('reset role')
  await client.query('insert into parley.migrations (service, name, checksum) values ($1, $2, $3)', [
    service,
    name,
    checksum,
  ])
}

/**
 * Whether a service of this version finds what it needs: its own migrations, and everybody's functions and views, as
 * they are here or as a newer Parley has replaced them, which keeps what its predecessor published.
 */
export async function isMigrated<DB>(service: ServiceName, db: Kysely<DB>, sources?: SqlSources): Promise<boolean> {
  const [migrations, repeatables] = await Promise.all([readMigrations(service, sources), checksumOfAll(sources)])
  const { rows } = await sql<{ ready: boolean }>`
    select array(select name from parley.migrations where service = ${service})
        @> ${migrations.map(({ name }) => name)}::text[]
      and exists (select from parley.repeatable_sets where checksum = ${repeatables}) as ready`.execute(db)
  return rows[0]!.ready
}

let ofThisVersion: string | undefined

/** This version's own functions and views are read once: whoever waits for the migrator asks again and again. */
async function checksumOfAll(sources?: SqlSources): Promise<string> {
  if (sources) return checksumOf(await readRepeatables(sources))
  ofThisVersion ??= checksumOf(await readRepeatables())
  return ofThisVersion
}

const ignoreDuplicate = (error: { code?: string }) => {
  if (error.code !== '42710' && error.code !== '23505') throw error
}

/** `tuple concurrently updated`: another database's migrator has just written the same. */
const ignoreConcurrent = (error: { code?: string; message?: string }) => {
  if (error.code !== 'XX000') throw error
}
