import { roleOf, schemaOf, serviceNames } from '@parley/contracts/services'
import type pg from 'pg'

/** Runs a statement as the administrator. */
export type Query = <R extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<R[]>

const schemas = serviceNames.map(schemaOf)
const names = async (query: Query, sql: string, values: unknown[] = [schemas]) =>
  (await query<{ name: string }>(sql, values)).map(({ name }) => name)

/** Tables without a workspace: nothing of theirs can be kept on the node of one. */
export const tablesWithoutWorkspace = (query: Query): Promise<string[]> =>
  names(
    query,
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
     order by 1`,
  )

/**
 * Primary keys, unique indexes and foreign keys of workspaces' tables that do not begin with the workspace. A foreign key
 * to a table without one may be of any columns.
 */
export const keysWithoutWorkspace = (query: Query): Promise<string[]> =>
  names(
    query,
    `with tables as (
       select c.oid, n.nspname || '.' || c.relname as name, a.attnum as workspace
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
       where n.nspname = any($1) and c.relkind in ('r', 'p'))
     select t.name || ': ' || i.indexrelid::regclass::text as name from pg_index i join tables t on t.oid = i.indrelid
     where (i.indisunique or i.indisexclusion) and i.indkey[0] <> t.workspace
     union all
     select t.name || ': ' || k.conname from pg_constraint k join tables t on t.oid = k.conrelid
     join tables other on other.oid = k.confrelid
     where k.contype = 'f' and (k.conkey[1] <> t.workspace or k.confkey[1] <> other.workspace)
     order by 1`,
  )

/** Tables without a primary key. */
export const tablesWithoutKey = (query: Query): Promise<string[]> =>
  names(
    query,
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p')
       and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
     order by 1`,
  )

/** Tables whose rows may be of no workspace. */
export const tablesOfMaybeNoWorkspace = (query: Query): Promise<string[]> =>
  names(
    query,
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not a.attnotnull
     order by 1`,
  )

/** Files of functions and views that make something else than the one thing that they are named for. */
export const filesOfOthers = (query: Query): Promise<string[]> =>
  names(
    query,
    `select r.name from parley.repeatables r
     where cardinality(r.drops) <> 1 or translate(r.drops[1], '"', '') !~ ('^drop (function|view) if exists ' || replace(r.name, '.', '\\.') || '\\M')
     order by 1`,
    [],
  )

/** Functions that a migration makes, and no index, default or constraint stands on: they belong into a file of their own. */
export const functionsOfMigrations = (query: Query): Promise<string[]> =>
  names(
    query,
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($1)
       and not exists (select from parley.repeatables r where r.name = n.nspname || '.' || p.proname)
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
       and not exists (
         select from pg_depend d where d.refobjid = p.oid and d.refclassid = 'pg_proc'::regclass
           and d.classid in ('pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass))
     order by 1`,
  )

/** Functions that take or return the row type of a table, or an array of it. */
export const functionsOfRows = (query: Query): Promise<string[]> =>
  names(
    query,
    `select distinct p.oid::regprocedure::text as name
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     cross join lateral unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]) || p.prorettype) used
     join pg_type t on t.oid = used
     join pg_type element on element.oid = case when t.typelem <> 0 and t.typcategory = 'A' then t.typelem else t.oid end
     join pg_class c on c.oid = element.typrelid
     where n.nspname = any($1) and c.relkind in ('r', 'p') order by 1`,
  )

/** Triggers on workspaces' tables. */
export const triggers = (query: Query): Promise<string[]> =>
  names(
    query,
    `select n.nspname || '.' || c.relname || ': ' || t.tgname as name
     from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where not t.tgisinternal and n.nspname = any($1) order by 1`,
  )

/** Functions that other services may call and that do not take the workspace first. */
export const publishedWithoutWorkspace = (query: Query): Promise<string[]> =>
  names(
    query,
    `select distinct p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
       unnest($2::text[]) role
     where n.nspname = any($1) and p.proowner <> role::regrole and has_schema_privilege(role, n.oid, 'usage')
       and has_function_privilege(role, p.oid, 'execute')
       and not (coalesce(p.proargnames[1], '') ~ 'workspace' and p.proargtypes[0] = 'uuid'::regtype)
     order by 1`,
    [schemas, serviceNames.map(roleOf)],
  )

/** Functions that everybody may execute. */
export const publicFunctions = (query: Query): Promise<string[]> =>
  names(
    query,
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($1) and exists (
       select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0)
     order by 1`,
  )

/** Functions that run as their owner with a search path that a caller could change. */
export const unfixedSearchPaths = (query: Query): Promise<string[]> =>
  names(
    query,
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = any($1) and p.prosecdef and not exists (
       select from unnest(p.proconfig) setting where setting ~ ('^search_path="?' || n.nspname || '"?,.*pg_temp$'))
     order by 1`,
  )
