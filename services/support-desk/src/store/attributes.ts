import type { Attribute, AttributeValue } from '@parley/contracts/desk/attributes'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { AttributeChanges } from '../domain/attribute-values.ts'

const columns = [
  'id',
  'key',
  'label',
  'type',
  'choices',
  'is_visitor_claim as isVisitorClaim',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const

const attributesOf = (db: Db, workspaceId: string) =>
  db.selectFrom('attributes').select(columns).where('workspace_id', '=', workspaceId)

/** A workspace's attributes, by key. */
export async function listAttributes(db: Db, workspaceId: string): Promise<Attribute[]> {
  return attributesOf(db, workspaceId).orderBy('key').execute()
}

export async function findAttribute(db: Db, workspaceId: string, id: string): Promise<Attribute | undefined> {
  return attributesOf(db, workspaceId).where('id', '=', id).executeTakeFirst()
}

export async function insertAttribute(
  tx: Db,
  workspaceId: string,
  { isVisitorClaim, ...made }: Pick<Attribute, 'key' | 'label' | 'type' | 'choices' | 'isVisitorClaim'>,
): Promise<Attribute> {
  return tx
    .insertInto('attributes')
    .values({ workspace_id: workspaceId, ...made, is_visitor_claim: isVisitorClaim })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Changes an attribute that is there; what is undefined stays. */
export async function updateAttribute(
  tx: Db,
  workspaceId: string,
  id: string,
  change: { label?: string | undefined; choices?: string[] | undefined; isVisitorClaim?: boolean | undefined },
): Promise<Attribute> {
  const { label, choices, isVisitorClaim } = change
  return tx
    .updateTable('attributes')
    .set({ label, choices, is_visitor_claim: isVisitorClaim, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Removes an attribute and returns its name; undefined where there is none. */
export const deleteAttribute = (db: Db, workspaceId: string, id: string) =>
  db
    .deleteFrom('attributes')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('label as name')
    .executeTakeFirst()

/** Changes some of a locked visitor's values; what they had of an attribute that is removed goes with it. */
export async function setAttributes(
  tx: Db,
  workspaceId: string,
  visitorId: string,
  changes: AttributeChanges,
): Promise<void> {
  const attributes = sql<string>`(
  select coalesce(jsonb_object_agg(each.key, each.value), '{}')
  from jsonb_each(visitors.attributes || ${JSON.stringify(changes)}::jsonb) each
  where each.value <> 'null' and exists (
    select from attributes a where a.workspace_id = ${workspaceId} and a.id::text = each.key))`
  await tx
    .updateTable('visitors')
    .set({ attributes })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', visitorId)
    .execute()
}

/** The values of the visitor `v` of a query, by the keys of the attributes that there are. */
export const shownAttributes: RawBuilder<Record<string, AttributeValue>> = sql`
  case when v.attributes = '{}' then '{}' else (
    select coalesce(jsonb_object_agg(a.key, v.attributes -> a.id::text), '{}') from attributes a
    where a.workspace_id = v.workspace_id and v.attributes ? a.id::text) end`
