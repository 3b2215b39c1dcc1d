import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { modulesOf, roleOf, schemaOf, serviceNames } from '@parley/contracts/services'
import { readSqlFiles, sourceRoot } from '@parley/kit/sql-files'
import { Kysely, PostgresDialect, sql } from 'kysely'
import {
  ArrayExpressionNode,
  type DatabaseMetadata,
  GenericExpressionNode,
  generate,
  IdentifierNode,
  PostgresDialect as PostgresTypes,
} from 'kysely-codegen'
import pg from 'pg'
import { columnTypes, nullableInViews, typeModules } from './column-types.ts'

/** What `packages/kit/src/database.ts` makes of each type; a column of any other is refused until it is listed here. */
const scalars: Record<string, string> = {
  bool: 'boolean',
  bytea: 'Buffer',
  cidr: 'string',
  date: 'string',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'string',
  text: 'string',
  timestamptz: 'Timestamp',
  tsvector: 'string',
  uuid: 'string',
  varchar: 'string',
  xid8: 'string',
}
const notInArrays = new Set(['int8', 'json', 'jsonb', 'timestamptz'])

const root = new URL('../../', import.meta.url)

/** A file of generated types: whose role reads them, and which tables and views are its own. */
interface Target {
  file: string
  role: string
  schema: string
  include: (table: { schema: string; name: string }) => boolean
}

const ofServices = serviceNames.map(
  (service): Target => ({
    file: `services/${service}/src/schema.ts`,
    role: roleOf(service),
    schema: schemaOf(service),
    include: () => true,
  }),
)

/** A module's tables, which are the same in every schema that has them; none of one that has functions alone. */
async function ofModule(module: string): Promise<Target[]> {
  const service = serviceNames.find((each) => modulesOf(each).includes(module))!
  const migrations = await readSqlFiles(sourceRoot, `packages/${module}/migrations/`)
  const made = new Set(
    migrations.flatMap(({ sql }) => [...sql.matchAll(/^create table (\w+)/gm)].map(([, name]) => name)),
  )
  if (made.size === 0) return []
  const include: Target['include'] = ({ schema, name }) => schema === schemaOf(service) && made.has(name)
  return [{ file: `packages/${module}/src/schema.ts`, role: roleOf(service), schema: schemaOf(service), include }]
}

/**
 * The types of a migrated database's tables and views, for Kysely, as they are committed, by file from the repository's
 * root: each module's tables, and each service's with the views of others that its role may select (`'channels.access'`).
 *
 * @throws Error that names a column of a type, or a view, that the generator has no type for
 */
export async function generateTypes(adminUrl: string): Promise<Map<string, string>> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 2 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const files = new Map<string, string>()
    const modules = new Set(serviceNames.flatMap(modulesOf))
    const targets = [...(await Promise.all([...modules].map(ofModule))).flat(), ...ofServices]
    for (const target of targets) files.set(target.file, await typesOf(db, target))
    return files
  } finally {
    await db.destroy()
  }
}

async function typesOf(db: Kysely<unknown>, target: Target): Promise<string> {
  const { rows } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${serviceNames.map(schemaOf)}::text[]) and c.relkind in ('r', 'p', 'v', 'm')
      and (n.nspname = ${target.schema} or (has_schema_privilege(${target.role}, n.oid, 'usage')
        and has_table_privilege(${target.role}, c.oid, 'select')))`.execute(db)
  const visible = new Set(rows.filter(target.include).map(({ schema, name }) => `${schema}.${name}`))

  const dialect = new PostgresTypes({ defaultSchemas: [target.schema] })
  Object.assign(dialect.adapter, {
    scalars: Object.fromEntries(Object.entries(scalars).map(([name, type]) => [name, new IdentifierNode(type)])),
    definitions: { Generated: undefined }, // imported instead of defined in every file
  })
  const text = await generate({
    db,
    dialect,
    defaultSchemas: [target.schema],
    outFile: null,
    typeOnlyImports: true,
    customImports: Object.fromEntries(Object.entries(typeModules).map(([name, module]) => [name, `${module}#${name}`])),
    postprocess: async ({ metadata }) => withKnownTypes(metadata, visible, dialect.adapter.scalars!),
  })
  return tidy(target.file, text)
}

/** Narrows a database's metadata to what is visible and adds what only `column-types.ts` knows. */
function withKnownTypes(
  metadata: DatabaseMetadata,
  visible: ReadonlySet<string>,
  types: Record<string, unknown>,
): DatabaseMetadata {
  metadata.tables = metadata.tables.filter(({ schema, name }) => visible.has(`${schema}.${name}`))
  for (const table of metadata.tables) {
    const name = `${table.schema}.${table.name}`
    const nullable = nullableInViews[name]
    if (table.isView && !nullable) throw new Error(`${name}: say in column-types.ts which of its columns may be null.`)
    for (const column of table.columns) {
      const path = `${name}.${column.name}`
      if (table.isView) column.isNullable = nullable!.includes(column.name)
      const { dataType } = column
      if (!(dataType in scalars) || (column.isArray && notInArrays.has(dataType)))
        throw new Error(`${path}: ${dataType}${column.isArray ? '[]' : ''} has no type in types.ts yet.`)
      const narrower = columnTypes[path] ?? columnTypes[`*.${table.name}.${column.name}`]
      if (narrower === undefined) continue
      const type = new IdentifierNode(narrower)
      column.dataType = `type of ${path}`
      types[column.dataType] =
        scalars[dataType] === 'Json'
          ? new GenericExpressionNode('Json', [type])
          : column.isArray
            ? new ArrayExpressionNode(type)
            : type
      column.isArray = false
    }
  }
  return metadata
}

const header = '// Generated from the migrated database by `pnpm db:types`. Do not edit.\n\n'

/** As the rest of the sources is written. */
function tidy(file: string, text: string): string {
  const body = text.replace(/^\/\*\*[\s\S]*?\*\/\s*/, '')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      fileURLToPath(new URL('node_modules/@biomejs/biome/bin/biome', root)),
      'check',
      '--write',
      `--stdin-file-path=${file}`,
    ],
    { cwd: root, input: `${header}${body}`, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${file}: ${stderr}`)
  return stdout
}
