import { readdir, readFile } from 'node:fs/promises'
import { roleOf, schemaOf, serviceNames } from '@parley/contracts/services'
import type { Query } from './rules.ts'

/** What services show each other: nothing else of a schema may be relied on by another service. */
export interface Published {
  /** By name, each column's type. */
  views: Record<string, { columns: Record<string, string>; grantedTo: string[] }>
  /** By name; one that is overloaded has several. */
  functions: Record<string, { arguments: PublishedArgument[]; result: string; grantedTo: string[] }[]>
}

interface PublishedArgument {
  name: string
  type: string
  hasDefault: boolean
}

/** Where the lists of releases are kept, a file each: `<version>.json`. */
export const publishedFolder = new URL('../../docs/published/', import.meta.url)

/** The version that is being worked on, from the root's package.json. */
export async function currentVersion(): Promise<string> {
  return JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')).version
}

/** The versions with a list, oldest first. */
export async function publishedVersions(): Promise<string[]> {
  const files = (await readdir(publishedFolder)).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.slice(0, -5)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

export const readPublished = async (version: string): Promise<Published> =>
  JSON.parse(await readFile(new URL(`${version}.json`, publishedFolder), 'utf8'))

/** The views and functions of a migrated database that a role may use beside their owner. */
export async function findPublished(query: Query): Promise<Published> {
  const values = [serviceNames.map(schemaOf), serviceNames.map(roleOf)]
  const views = await query<{ name: string; columns: Record<string, string>; granted_to: string[] }>(
    `select n.nspname || '.' || c.relname as name,
       (select json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       array_agg(role order by role) as granted_to
     from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest($2::text[]) role
     where n.nspname = any($1) and c.relkind in ('v', 'm') and c.relowner <> role::regrole
       and has_table_privilege(role, c.oid, 'select')
     group by n.nspname, c.oid, c.relname order by 1`,
    values,
  )
  const functions = await query<{ name: string; arguments: PublishedArgument[]; result: string; granted_to: string[] }>(
    `select n.nspname || '.' || p.proname as name, pg_get_function_result(p.oid) as result,
       (select coalesce(json_agg(json_build_object('name', p.proargnames[at], 'type', format_type(type, null),
          'hasDefault', at > p.pronargs - p.pronargdefaults) order by at), '[]')
        from unnest(p.proargtypes::oid[]) with ordinality given(type, at)) as arguments,
       array_agg(role order by role) as granted_to
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest($2::text[]) role
     where n.nspname = any($1) and p.proowner <> role::regrole and has_schema_privilege(role, n.oid, 'usage')
       and has_function_privilege(role, p.oid, 'execute')
     group by n.nspname, p.oid, p.proname order by 1, p.oid::regprocedure::text`,
    values,
  )
  return {
    views: Object.fromEntries(views.map(({ name, columns, granted_to }) => [name, { columns, grantedTo: granted_to }])),
    functions: Object.fromEntries(
      [...Map.groupBy(functions, ({ name }) => name)].map(([name, overloads]) => [
        name,
        overloads.map(({ arguments: given, result, granted_to }) => ({
          arguments: given,
          result,
          grantedTo: granted_to,
        })),
      ]),
    ),
  }
}

/**
 * What replicas of an earlier release would miss: a view, or a column of the same type, that is gone; a function that can
 * no longer be called with the same arguments for the same result; a role that may no longer use one of them.
 */
export function missingOf(earlier: Published, current: Published): string[] {
  const missing: string[] = []
  for (const [name, view] of Object.entries(earlier.views)) {
    const now = current.views[name]
    for (const [column, type] of Object.entries(view.columns))
      if (now?.columns[column] !== type) missing.push(`${name}.${column} ${type}`)
    for (const role of view.grantedTo) if (!now?.grantedTo.includes(role)) missing.push(`${name} for ${role}`)
  }
  for (const [name, overloads] of Object.entries(earlier.functions))
    for (const { arguments: given, result, grantedTo } of overloads) {
      const call = `${name}(${given.map(({ name, type }) => `${name} ${type}`).join(', ')}) ${result}`
      const now = current.functions[name]?.find((each) => each.result === result && takes(each.arguments, given))
      if (!now) missing.push(call)
      else for (const role of grantedTo) if (!now.grantedTo.includes(role)) missing.push(`${call} for ${role}`)
    }
  return missing
}

/** Whether a function that takes these may be called as one that took those: more only behind them, with defaults. */
const takes = (these: PublishedArgument[], those: PublishedArgument[]): boolean =>
  those.every(
    ({ name, type, hasDefault }, at) =>
      these[at]?.name === name && these[at].type === type && (these[at].hasDefault || !hasDefault),
  ) && these.slice(those.length).every(({ hasDefault }) => hasDefault)
