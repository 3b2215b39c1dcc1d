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
