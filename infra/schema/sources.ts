import { schemaOf, serviceNames } from '@parley/contracts/services'
import { parsePlPgSQL } from 'libpg-query'
import type { Query } from './rules.ts'
import type { Surface } from './statements.ts'

/** Reads the services' relations and functions from the catalog. */
export async function readSurface(query: Query): Promise<Surface> {
  const schemas = [...serviceNames.map(schemaOf), 'parley']
  const relations = await query<{ name: string; key: string | null }>(
    `select n.nspname || '.' || c.relname as name,
       case when n.nspname || '.' || c.relname = 'gateway.workspaces' then 'id' else a.attname end as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     left join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm')`,
    [schemas],
  )
  const functions = await query<{ name: string }>(
    `select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($1) and p.proargnames[1] ~ 'workspace' and p.proargtypes[0] = 'uuid'::regtype`,
    [schemas],
  )
  return {
    relations: new Map(relations.flatMap(({ name, key }) => (key === null ? [] : [[name, key]]))),
    globals: new Set(relations.flatMap(({ name, key }) => (key === null ? [name] : []))),
    functions: new Set(functions.map(({ name }) => name)),
  }
}

/** What a function or view says, statement by statement. */
export interface Source {
  name: string
  schema: string
  statements: string[]
  isView: boolean
}

/** All functions and views: some are inlined into what calls them, and some branches are taken by nobody for long. */
export async function readSources(query: Query): Promise<Source[]> {
  const found = await query<Omit<Source, 'statements'> & { text: string; language: string }>(
    `select p.oid::regprocedure::text as name, n.nspname as schema, l.lanname as language, false as "isView",
       case l.lanname when 'sql' then p.prosrc else pg_get_functiondef(p.oid) end as text
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
     where n.nspname = any($1) and l.lanname in ('sql', 'plpgsql')
     union all
     select n.nspname || '.' || c.relname, n.nspname, 'sql', true, pg_get_viewdef(c.oid)
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any($1) and c.relkind = 'v'
     order by 1`,
    [serviceNames.map(schemaOf)],
  )
  return Promise.all(
    found.map(async ({ text, language, ...source }) => ({
      ...source,
      statements: language === 'sql' ? [text] : queriesIn(await parsePlPgSQL(text)),
    })),
  )
}

/** The text of every query and expression in a parsed PL/pgSQL function. */
function queriesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (!('PLpgSQL_expr' in value)) return Object.values(value).flatMap(queriesIn)
  return [(value.PLpgSQL_expr as { query: string }).query]
}

/** Functions that name a workspace's relation and do not take the workspace first. */
export async function functionsWithoutWorkspace(query: Query, { relations }: Surface): Promise<string[]> {
  const functions = await query<{ name: string; schema: string; text: string; is_first: boolean }>(
    `select p.oid::regprocedure::text as name, n.nspname as schema, p.prosrc as text,
       coalesce(p.proargnames[1] ~ 'workspace' and p.proargtypes[0] = 'uuid'::regtype, false) as is_first
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any($1) order by 1`,
    [serviceNames.map(schemaOf)],
  )
  return functions
    .filter(({ is_first, schema, text }) => {
      if (is_first) return false
      const named = text.replace(/--.*$/gm, '').matchAll(/\b(?:from|join|into|update|using)\s+"?([\w.]+)"?/gi)
      return [...named].some(([, name]) => relations.has(name!.includes('.') ? name! : `${schema}.${name}`))
    })
    .map(({ name }) => name)
}

/** A statement that a service has executed, by itself or within one of its functions. */
export interface Executed {
  schema: string
  text: string
}

/** What `pg_stat_statements` has recorded in this database, by the schema of the role that executed it. */
export const readExecuted = (query: Query): Promise<Executed[]> =>
  query<Executed>(
    `select substr(r.rolname, 8) as schema, s.query as text
     from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where s.dbid = (select oid from pg_database where datname = current_database()) and r.rolname like 'parley\\_%'`,
  )
