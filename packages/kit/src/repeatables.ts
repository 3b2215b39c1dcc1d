import { createHash } from 'node:crypto'
import { modulesOf, roleOf, type ServiceName, schemaOf, serviceNames } from '@parley/contracts/services'
import type pg from 'pg'
import { lockTimeoutMs } from './lock-retry.ts'
import { errorIn, readSqlFiles, type SqlSources, sourceRoot } from './sql-files.ts'

/** A function or view as it is now: one file of `services/<name>/sql/`, or of a module's for the service's schema. */
export interface Repeatable {
  service: ServiceName
  /** With its schema: `channels.access`. */
  name: string
  /** From the repository's root. */
  file: string
  sql: string
  checksum: string
}

/** What `parley.repeatables` records of one file. */
interface Applied {
  service: ServiceName
  name: string
  checksum: string
  /** The statements that drop what it made, last made first. */
  drops: string[]
}

export const repeatableTables = `
  create table if not exists parley.repeatables (
    position int primary key, service text not null, name text not null unique, checksum text not null,
    drops text[] not null);
  -- Every set there has ever been, so that replicas of an older version know theirs once a newer one has replaced it.
  create table if not exists parley.repeatable_sets (
    checksum text primary key, applied_at timestamptz not null default now());
  grant select on parley.repeatables, parley.repeatable_sets to public;
`

/**
 * The functions and views of all services in the order they are created: by service, then by name, but after what
 * their header (`-- requires: name, schema.name`) names.
 *
 * @throws Error that names the file: something required that does not exist, or a circle
 */
export async function readRepeatables({
  root = sourceRoot,
  modules = modulesOf,
}: SqlSources = {}): Promise<Repeatable[]> {
  const found = new Map<string, Repeatable>()
  for (const service of serviceNames)
    for (const folder of [...modules(service).map((module) => `packages/${module}/sql/`), `services/${service}/sql/`])
      for (const { name: file, sql, checksum } of await readSqlFiles(root, folder)) {
        const name = `${schemaOf(service)}.${file}`
        if (found.has(name)) throw new Error(`${folder}${file}.sql: ${name} is also made by ${found.get(name)!.file}.`)
        found.set(name, { service, name, file: `${folder}${file}.sql`, sql, checksum })
      }
  return inOrder(found)
}

function inOrder(found: ReadonlyMap<string, Repeatable>): Repeatable[] {
  const ordered = new Set<Repeatable>()
  const visit = (repeatable: Repeatable, path: Repeatable[]): void => {
    if (ordered.has(repeatable)) return
    if (path.includes(repeatable))
      throw new Error(`${repeatable.file}: requires itself by way of ${path.map(({ name }) => name).join(', ')}.`)
    for (const required of requirementsOf(repeatable)) {
      const other = found.get(required)
      if (!other) throw new Error(`${repeatable.file}: requires ${required}, which does not exist.`)
      visit(other, [...path, repeatable])
    }
    ordered.add(repeatable)
  }
  for (const repeatable of found.values()) visit(repeatable, [])
  return [...ordered]
}

/** The names after `-- requires:` in the comment that opens a file; without a schema they are of the same service. */
function requirementsOf({ service, sql }: Repeatable): string[] {
  const header = /^(?:[ \t]*(?:--.*)?\r?\n)*/.exec(sql)![0]
  return [...header.matchAll(/^[ \t]*--[ \t]*requires:(.*)$/gm)]
    .flatMap(([, names]) => names!.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => (name.includes('.') ? name : `${schemaOf(service)}.${name}`))
}

/** What identifies all functions and views of a version, in their order. */
export const checksumOf = (repeatables: readonly Pick<Repeatable, 'name' | 'checksum'>[]): string =>
  createHash('sha256')
    .update(JSON.stringify(repeatables.map(({ name, checksum }) => [name, checksum])))
    .digest('hex')

/**
 * Drops all functions and views that were applied before and creates those of this version, in one transaction, when
 * any of them differs or is missing. Running services wait for it at most, and plan their statements again.
 */
export async function applyRepeatables(client: pg.Client, sources?: SqlSources): Promise<'unchanged' | 'applied'> {
  const wanted = await readRepeatables(sources)
  const { rows: applied } = await client.query<Applied>(
    'select service, name, checksum, drops from parley.repeatables order by position',
  )
  const { rowCount: everApplied } = await client.query('select from parley.repeatable_sets where checksum = $1', [
    checksumOf(wanted),
  ])
  if (everApplied && isSame(wanted, applied) && (await areThere(client, applied))) return 'unchanged'

  await client.query('begin')
  try {
    await client.query(`set local check_function_bodies = off; set local lock_timeout = ${lockTimeoutMs}`)
    for (const { service, name, drops } of applied.reverse()) {
      await client.query(`set local role ${roleOf(service)}`)
      for (const drop of drops)
        await client.query(drop).catch((cause: pg.DatabaseError) => {
          throw new Error(`${name}: ${drop}: ${cause.detail ?? cause.message}`, { cause })
        })
    }
    await client.query('reset role; delete from parley.repeatables')
    const known = new Set((await findObjects(client, [])).map(({ id }) => id))
    for (const [position, { service, name, file, sql, checksum }] of wanted.entries()) {
      await client.query(`set local role ${roleOf(service)}; set local search_path = ${schemaOf(service)}, parley`)
      await client.query(sql).catch((cause) => {
        throw errorIn(file, sql, cause)
      })
      await client.query('reset role')
      const made = await findObjects(client, [...known])
      for (const { id } of made) known.add(id)
      await client.query(
        'insert into parley.repeatables (position, service, name, checksum, drops) values ($1, $2, $3, $4, $5)',
        [position, service, name, checksum, made.map(({ drop }) => drop).reverse()],
      )
    }
    await client.query('insert into parley.repeatable_sets (checksum) values ($1) on conflict do nothing', [
      checksumOf(wanted),
    ])
    await client.query('commit')
    return 'applied'
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const isSame = (wanted: Repeatable[], applied: Applied[]): boolean =>
  wanted.length === applied.length &&
  wanted.every(({ name, checksum }, at) => applied[at]!.name === name && applied[at]!.checksum === checksum)

/** Whether all that was made still exists: a migration may have dropped a view to change a column beneath it. */
async function areThere(client: pg.Client, applied: Applied[]): Promise<boolean> {
  const present = new Set((await findObjects(client, [])).map(({ drop }) => drop))
  return applied.every(({ drops }) => drops.every((drop) => present.has(drop)))
}

/** Functions, views, triggers and types in the services' schemas, oldest first, apart from those already known. */
async function findObjects(client: pg.Client, known: string[]): Promise<{ id: string; drop: string }[]> {
  const { rows } = await client.query<{ id: string; drop: string }>(
    `with schemas as (select oid from pg_namespace where nspname = any($1)), objects as (
       select 'pg_proc'::regclass as class, oid from pg_proc where pronamespace in (select oid from schemas)
       union all
       select 'pg_class', oid from pg_class where relkind in ('v', 'm') and relnamespace in (select oid from schemas)
       union all
       select 'pg_trigger', t.oid from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where not t.tgisinternal and c.relnamespace in (select oid from schemas)
       union all
       select 'pg_type', t.oid from pg_type t left join pg_class c on c.oid = t.typrelid
       where t.typnamespace in (select oid from schemas) and (t.typtype in ('d', 'e', 'r') or c.relkind = 'c')
     )
     select objects.class::oid || '/' || objects.oid as id,
       format('drop %s if exists %s', replace(named.type, 'composite type', 'type'), named.identity) as drop
     from objects cross join lateral pg_identify_object(objects.class, objects.oid, 0) named
     where objects.class::oid || '/' || objects.oid <> all($2)
     order by objects.oid`,
    [serviceNames.map(schemaOf), known],
  )
  return rows
}
