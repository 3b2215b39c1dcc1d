import type { EntityType, RelationshipType } from '@parley/contracts/knowledge/graph'
import type { Name } from './names.ts'

/** Somebody or something that a document mentions. */
export interface Entity {
  type: EntityType
  name: string
  /** The name as it is compared: folded. */
  key: string
  mentions: number
}

/** What a document says of two of its entities. */
export interface Relationship {
  type: RelationshipType
  fromType: EntityType
  fromKey: string
  toType: EntityType
  toKey: string
}

/** Whom and what a document mentions. */
export interface Graph {
  entities: Entity[]
  relationships: Relationship[]
}

/** A name in its sentence, with what it is. */
export interface Mention extends Pick<Name, 'start' | 'end' | 'text'> {
  type: EntityType
  key: string
}

/** Of one document. */
export const graphLimits = { entities: 500, relationships: 1_000 } as const

/** The graph of a document from those of its parts: a name is what the first part that has it says. */
export function mergeGraphs(parts: readonly Graph[]): Graph {
  const entities = new Map<string, Entity>()
  for (const entity of parts.flatMap((part) => part.entities)) {
    const known = entities.get(entity.key)
    if (known) known.mentions += entity.mentions
    else if (entities.size < graphLimits.entities) entities.set(entity.key, { ...entity })
  }
  const relationships = new Map<string, Relationship>()
  for (const { type, fromKey, toKey } of parts.flatMap((part) => part.relationships)) {
    const [from, to] = [entities.get(fromKey), entities.get(toKey)]
    if (!from || !to || relationships.size >= graphLimits.relationships) continue
    relationships.set([type, fromKey, toKey].join('|'), { type, fromType: from.type, fromKey, toType: to.type, toKey })
  }
  return { entities: [...entities.values()], relationships: [...relationships.values()] }
}
