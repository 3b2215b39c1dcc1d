import { randomBytes } from 'node:crypto'
import { roleOf, schemaOf, serviceNames } from '@parley/contracts/services'
import { migrateAll } from '@parley/kit/migrate'
import type { Stack } from '@parley/local/supervisor'
import pg from 'pg'
import { inDatabase } from '../population.ts'

const schemas = [...serviceNames.map(schemaOf), 'parley']

interface Shape {
  /** By table and name: the type, whether it is there in every row, and the default. */
  columns: Map<string, string>
  constraints: Map<string, string>
  /** Each definition by name. */
  types: Map<string, string>
  indexes: Map<string, string>
  functions: Map<string, string>
  views: Map<string, string>
  triggers: Map<string, string>
}

/**
 * Brings a filled database to this version where only types, functions, views, triggers and indexes differ, or tables
 * have more columns that are null: as they are in a database that was migrated beside it. False when its tables are
 * others, so that it must be filled again.
 */
export async function refreshSchema(stack: Stack, log: (line: string) => void): Promise<boolean> {
  const name = `shape_${randomBytes(4).toString('hex')}`
  const old = await connect(stack.databaseUrl)
  await old.query(`create database ${name}`)
  try {
    const adminUrl = inDatabase(stack.databaseUrl, name)
    const roles = Object.fromEntries(
      Object.entries(stack.databaseUrls).map(([service, url]) => [service, inDatabase(url, name)]),
    ) as typeof stack.databaseUrls
    await migrateAll({ adminUrl, roles })
    const fresh = await connect(adminUrl)
    try {
      return await applyDifferences(old, fresh, log)
    } finally {
      await fresh.end()
    }
  } finally {
    await old.query(`drop database ${name} with (force)`)
    await old.end()
  }
}

async function applyDifferences(old: pg.Client, fresh: pg.Client, log: (line: string) => void): Promise<boolean> {
  const [before, expected] = [await shapeOf(old), await shapeOf(fresh)]
  const columns = differing(before.columns, expected.columns)
  const isOther =
    columns.some(([name, definition]) => before.columns.has(name) || !definition.endsWith(nullable)) ||
    [...before.columns.keys()].some((name) => !expected.columns.has(name)) ||
    differing(before.constraints, expected.constraints).length > 0 ||
    differing(expected.constraints, before.constraints).length > 0
  if (isOther) return false
  await old.query(`set check_function_bodies = off; set maintenance_work_mem = '2GB'`)
  await old.query('begin')
  try {
    for (const [column, definition] of columns) {
      log(`column ${column}`)
      const [, table, name] = /^(.*)\.([^.]+)$/.exec(column)!
      const type = definition.slice(0, -nullable.length)
      await asOwner(old, column, `alter table ${table} add column ${name} ${type}`)
    }
    // What depends on a type that is another now goes with it, and is missed afterwards.
    for (const [type] of differing(expected.types, before.types)) await old.query(`drop type ${type} cascade`)
    const actual = await shapeOf(old)
    for (const [trigger] of differing(expected.triggers, actual.triggers)) await old.query(`drop trigger ${trigger}`)
    for (const [type, definition] of differing(actual.types, expected.types)) await asOwner(old, type, definition)
    for (const [signature, definition] of differing(actual.functions, expected.functions)) {
      log(`function ${signature}`)
      await replaceFunction(old, signature, definition)
    }
    for (const [view, definition] of differing(actual.views, expected.views))
      await asOwner(old, view, definition.replace('%', view))
    for (const [trigger, definition] of differing(actual.triggers, expected.triggers))
      await asOwner(old, trigger.replace(/.* on /s, ''), definition)
    for (const signature of actual.functions.keys())
      if (!expected.functions.has(signature)) await old.query(`drop function ${signature}`)
    await rebuildIndexes(old, actual.indexes, expected.indexes, log)
    for (const table of ['parley.migrations', 'parley.repeatables', 'parley.repeatable_sets']) {
      const { rows } = await fresh.query(`select * from ${table}`)
      await old.query(`truncate ${table}`)
      await old.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
        JSON.stringify(rows),
      ])
    }
    await old.query('commit')
    return true
  } catch (error) {
    await old.query('rollback')
    throw error
  }
}

/** As the service in whose schema a thing is, or as the administrator where it is everybody's. */
async function asOwner(client: pg.Client, thing: string, statement: string): Promise<void> {
  const service = serviceNames.find((name) => thing.startsWith(`${schemaOf(name)}.`))
  if (service) await client.query(`set local role ${roleOf(service)}`)
  await client.query(statement)
  if (service) await client.query('reset role')
}

const invalidFunctionDefinition = '42P13'

async function replaceFunction(client: pg.Client, signature: string, definition: string): Promise<void> {
  await client.query('savepoint replacing')
  try {
    await asOwner(client, signature, definition)
  } catch (error) {
    if ((error as pg.DatabaseError).code !== invalidFunctionDefinition) throw error
    await client.query('rollback to savepoint replacing')
    await client.query(`drop function ${signature}`)
    await asOwner(client, signature, definition)
  }
}

/** Rebuilds an index whose definition differs; takes no time where only its storage parameters do. */
async function rebuildIndexes(
  client: pg.Client,
  actual: Map<string, string>,
  expected: Map<string, string>,
  log: (line: string) => void,
): Promise<void> {
  const settings = / WITH \(([^)]*)\)/
  const withoutSettings = (definition = '') => definition.replace(settings, '')
  for (const [index, definition] of differing(actual, expected)) {
    log(`index ${index}`)
    const [, set] = settings.exec(definition) ?? []
    if (set && withoutSettings(definition) === withoutSettings(actual.get(index)))
      await client.query(`alter index ${index} set (${set})`)
    else {
      await client.query(`drop index if exists ${index}`)
      await client.query(definition)
    }
  }
  for (const index of actual.keys()) if (!expected.has(index)) await client.query(`drop index ${index}`)
}

/** The end of a column's definition that is nullable without a default. */
const nullable = ' f'

/** What the second has that the first has not, or not so. */
const differing = (first: Map<string, string>, second: Map<string, string>): [string, string][] =>
  [...second].filter(([name, definition]) => first.get(name) !== definition)

async function shapeOf(client: pg.Client): Promise<Shape> {
  const list = async (text: string): Promise<[string, string][]> =>
    (await client.query<{ name: string; definition: string }>(text, [schemas])).rows.map(({ name, definition }) => [
      name,
      definition,
    ])
  const owned = 'any(array(select oid from pg_namespace where nspname = any($1)))'
  const columns = await list(`
    select c.oid::regclass::text || '.' || quote_ident(a.attname) as name,
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as definition
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = ${owned} and c.relkind = 'r' order by 1
  `)
  const constraints = await list(`
    select conrelid::regclass || '.' || conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = ${owned} and conrelid <> 0 and contype <> 't' order by 1`)
  return {
    columns: new Map(columns),
    constraints: new Map(constraints),
    types: new Map(
      await list(`
        select c.oid::regclass::text as name,
          format('create type %s as (%s)', c.oid::regclass,
            string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)) as definition
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = ${owned} and c.relkind = 'c' group by c.oid`),
    ),
    indexes: new Map(
      await list(`
        select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = ${owned} and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`),
    ),
    functions: new Map(
      await list(`
        select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) || coalesce((
            select string_agg(format('; grant execute on function %s to %s', p.oid::regprocedure, g.grantee::regrole), ''
              order by g.grantee)
            from aclexplode(p.proacl) g where g.grantee not in (0, p.proowner)), '') as definition
        from pg_proc p
        where p.pronamespace = ${owned} and p.prokind = 'f'
          and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')`),
    ),
    views: new Map(
      await list(`
        select c.oid::regclass::text as name,
          'create or replace view % as ' || pg_get_viewdef(c.oid) || coalesce((
            select string_agg(format('; grant %s on %s to %s', g.privilege_type, c.oid::regclass, g.grantee::regrole), ''
              order by g.grantee, g.privilege_type)
            from aclexplode(c.relacl) g where g.grantee <> c.relowner), '') as definition
        from pg_class c where c.relnamespace = ${owned} and c.relkind = 'v'`),
    ),
    triggers: new Map(
      await list(`
        select t.tgname || ' on ' || t.tgrelid::regclass as name, pg_get_triggerdef(t.oid) as definition
        from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = ${owned} and not t.tgisinternal`),
    ),
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
}
