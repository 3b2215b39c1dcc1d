import type { EntityType, RelationshipType } from '@parley/contracts/knowledge/graph'
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../context.ts'
import type { Graph } from '../graph.ts'

interface Owner {
  workspaceId: string
  documentId: string
}

/**
 * Adds what a document mentions to the graph; the workspace's totals are locked.
 */
export async function insertGraph(tx: Db, { workspaceId, documentId }: Owner, graph: Graph): Promise<void> {
  if (graph.entities.length === 0) return
  // Raw: sets that come in one parameter, each joined with what the statement before it has stored.
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(graph.entities)}::jsonb)
        as e (type text, name text, key text, mentions int)
    ), stored as (
      insert into knowledge_entities as known (workspace_id, type, name, name_key, mention_count, document_count)
      select ${workspaceId}, type, name, key, mentions, 1 from given
      on conflict (workspace_id, type, name_key) do update set
        mention_count = known.mention_count + excluded.mention_count, document_count = known.document_count + 1
      returning known.id, known.type, known.name_key, known.document_count
    ), mentioned as (
      insert into knowledge_mentions (workspace_id, document_id, entity_id, mention_count)
      select ${workspaceId}, ${documentId}, s.id, g.mentions
      from stored s join given g on g.type = s.type and g.key = s.name_key
    )
    update knowledge_totals set entity_count = entity_count + (select count(*) from stored where document_count = 1)
    where workspace_id = ${workspaceId}`.execute(tx)
  if (graph.relationships.length === 0) return
  await sql`
    with given as (
      select distinct f.id as from_id, t.id as to_id, r.type
      from jsonb_to_recordset(${JSON.stringify(graph.relationships)}::jsonb)
        as r (type text, "fromType" text, "fromKey" text, "toType" text, "toKey" text)
      join knowledge_entities f on f.workspace_id = ${workspaceId} and f.type = r."fromType" and f.name_key = r."fromKey"
      join knowledge_entities t on t.workspace_id = ${workspaceId} and t.type = r."toType" and t.name_key = r."toKey"
      where f.id <> t.id
    ), stored as (
      insert into knowledge_relationships (workspace_id, document_id, from_id, to_id, type)
      select ${workspaceId}, ${documentId}, from_id, to_id, type from given
    )
    update knowledge_totals set relationship_count = relationship_count + (
      select count(*) from given g where not exists (
        select from knowledge_relationships other
        where other.workspace_id = ${workspaceId} and other.from_id = g.from_id and other.to_id = g.to_id
          and other.type = g.type))
    where workspace_id = ${workspaceId}`.execute(tx)
}

/** Takes what a document mentions out of the graph, with entities that no other mentions. The totals are locked. */
export async function removeGraph(tx: Db, { workspaceId, documentId }: Owner): Promise<void> {
  await sql`
    with gone as (
      delete from knowledge_relationships where workspace_id = ${workspaceId} and document_id = ${documentId}
      returning from_id, to_id, type
    )
    update knowledge_totals set relationship_count = relationship_count - (
      select count(*) from gone g where not exists (
        select from knowledge_relationships other
        where other.workspace_id = ${workspaceId} and other.from_id = g.from_id and other.to_id = g.to_id
          and other.type = g.type and other.document_id <> ${documentId}))
    where workspace_id = ${workspaceId}`.execute(tx)
  await sql`
    with gone as (
      delete from knowledge_mentions where workspace_id = ${workspaceId} and document_id = ${documentId}
      returning entity_id, mention_count
    )
    update knowledge_entities e set mention_count = e.mention_count - gone.mention_count,
      document_count = e.document_count - 1
    from gone where e.workspace_id = ${workspaceId} and e.id = gone.entity_id`.execute(tx)
  await sql`
    with gone as (
      delete from knowledge_entities where workspace_id = ${workspaceId} and document_count <= 0 returning id
    )
    update knowledge_totals set entity_count = entity_count - (select count(*) from gone)
    where workspace_id = ${workspaceId}`.execute(tx)
}

/** How much a workspace knows: of its documents, those that can be searched, of ten thousand at most. */
export async function findStatistics(db: Db, workspaceId: string) {
  const found = await db
    .selectFrom('knowledge_totals')
    .select(({ selectFrom, fn }) => [
      selectFrom('knowledge_documents')
        .select(fn.countAll<number>().as('count'))
        .where('workspace_id', '=', workspaceId)
        .where('searched_version', 'is not', null)
        .$asScalar()
        .$notNull()
        .as('document_count'),
      'entity_count',
      'relationship_count',
    ])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return found ?? { document_count: 0, entity_count: 0, relationship_count: 0 }
}

const shownDocuments = 10
const shownRelationships = 20

export interface EntityFilter {
  type?: EntityType | undefined
  name?: string | undefined
  documentId?: string | undefined
}

interface ShownRelationship {
  type: RelationshipType
  direction: 'out' | 'in'
  entity: { id: string; name: string; type: EntityType }
  document_count: number
}

/** A page of the graph's entities, the most mentioned first, and how many there are in all. */
export async function findEntityPage(
  db: Db,
  workspaceId: string,
  { type, name, documentId, limit, offset }: EntityFilter & { limit: number; offset: number },
) {
  const found = db
    .selectFrom('knowledge_entities as e')
    .where('e.workspace_id', '=', workspaceId)
    .$if(type !== undefined, (query) => query.where('e.type', '=', type!))
    .$if(name !== undefined, (query) =>
      query.where(sql<boolean>`position(btrim(search_fold(${name})) in e.name_key) > 0`),
    )
    .$if(documentId !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('knowledge_mentions as m')
            .select('m.entity_id')
            .where('m.workspace_id', '=', workspaceId)
            .where('m.document_id', '=', documentId!)
            .whereRef('m.entity_id', '=', 'e.id'),
        ),
      ),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const entities = await found
    .select((eb) => [
      'e.id',
      'e.name',
      'e.type',
      'e.mention_count',
      'e.document_count',
      jsonArrayFrom(
        eb
          .selectFrom('knowledge_mentions as m')
          .innerJoin('knowledge_documents as d', (join) =>
            join.onRef('d.workspace_id', '=', 'm.workspace_id').onRef('d.id', '=', 'm.document_id'),
          )
          .select(['d.id', 'd.title'])
          .where('m.workspace_id', '=', workspaceId)
          .whereRef('m.entity_id', '=', 'e.id')
          .orderBy('m.document_id')
          .limit(shownDocuments),
      ).as('documents'),
      relationshipsOf(workspaceId).as('related'),
    ])
    .orderBy('e.mention_count', 'desc')
    .orderBy('e.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total,
    entities: entities.map(({ related, ...entity }) => ({
      ...entity,
      relationship_count: related.count,
      relationships: related.shown,
    })),
  }
}

/** What entity `e` has to do with others: how much, and the best attested. */
const relationshipsOf = (workspaceId: string) => sql<{ count: number; shown: ShownRelationship[] }>`(
  with related as (
    select r.type, 'out' as direction, r.to_id as other_id, count(*)::int as documents
    from knowledge_relationships r where r.workspace_id = ${workspaceId} and r.from_id = e.id group by r.type, r.to_id
    union all
    select r.type, 'in', r.from_id, count(*)::int
    from knowledge_relationships r where r.workspace_id = ${workspaceId} and r.to_id = e.id group by r.type, r.from_id
  )
  select json_build_object('count', (select count(*) from related), 'shown', coalesce(json_agg(json_build_object(
    'type', best.type, 'direction', best.direction, 'document_count', best.documents,
    'entity', json_build_object('id', o.id, 'name', o.name, 'type', o.type)) order by best.n), '[]'))
  from (
    select *, row_number() over (order by (type = 'mentioned_with'), documents desc, other_id, type) as n from related
    order by n limit ${shownRelationships}
  ) best
  join knowledge_entities o on o.workspace_id = ${workspaceId} and o.id = best.other_id)`
