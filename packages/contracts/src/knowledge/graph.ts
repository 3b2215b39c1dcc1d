import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { PageMeta } from '../envelope.ts'
import { Limit, Offset } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { DocumentId } from './document.ts'

const common = {
  owner: 'chat-engine',
  auth: 'user',
  limit: 'default',
  role: 'member',
  scope: 'knowledge:read',
  method: 'get',
} as const
const success = z.literal(true)

export const entityTypes = ['person', 'organisation', 'product', 'place'] as const
export type EntityType = (typeof entityTypes)[number]

/** What two entities have to do with one another, from the first to the second. */
export const relationshipTypes = [
  'works_for',
  'leads',
  'founded',
  'acquired',
  'owns',
  'makes',
  'located_in',
  'partner_of',
  'mentioned_with',
] as const
export type RelationshipType = (typeof relationshipTypes)[number]

const Type = z.enum(entityTypes)
const EntityName = { id: Uuid, name: z.string(), type: Type }

export const getKnowledgeGraphStatistics = defineEndpoint({
  ...common,
  name: 'getKnowledgeGraphStatistics',
  path: '/api/knowledge-graph/statistics',
  summary: 'How much the workspace knows.',
  description:
    'Of all documents of the workspace and its twins: `entity_count` are the different people, organisations, products and places that they mention, `relationship_count` what the documents say, or suggest by mentioning them in one sentence, about two of them. `GET /api/knowledge-graph/entities` lists them.',
  responses: {
    200: z.object({
      success,
      data: z.object({ document_count: z.int(), entity_count: z.int(), relationship_count: z.int() }),
    }),
  },
})

export const listKnowledgeGraphEntities = defineEndpoint({
  ...common,
  name: 'listKnowledgeGraphEntities',
  path: '/api/knowledge-graph/entities',
  summary: 'The entities that documents mention, the most mentioned first.',
  description:
    'Found by rules when a document is read (capitals, titles, forms of companies, known names and places): few are wrong, some are missing, and in scripts without capitals all are. Where there is a model, it reads the document afterwards, and what it finds takes their place: names that the text has, and what the text says of two of them. `documents` and `relationships` show the first 10 and 20 of each; `document_id` and `type` narrow the list.',
  query: z.object({
    type: Type.optional(),
    name: z.string().trim().min(1).max(100).optional().describe('Only names with this in them, whatever the case.'),
    document_id: DocumentId.optional().describe('Only what this document mentions.'),
    limit: Limit(),
    offset: Offset,
  }),
  pages: { items: 'data' },
  responses: {
    200: z.object({
      success,
      data: z.array(
        z
          .object({
            ...EntityName,
            mention_count: z.int(),
            document_count: z.int(),
            documents: z.array(z.object({ id: Uuid, title: z.string() })),
            relationship_count: z.int(),
            relationships: z.array(
              z.object({
                type: z.enum(relationshipTypes),
                direction: z.enum(['out', 'in']).describe('`out`: this entity does it to the other.'),
                entity: z.object(EntityName),
                document_count: z.int(),
              }),
            ),
          })
          .meta({ id: 'KnowledgeEntity' }),
      ),
      meta: PageMeta,
    }),
  },
})
