import type { Block } from './blocks.ts'
import type { Kind } from './kinds.ts'

export interface Metadata {
  kind: Kind
  pages?: number
  slides?: number
  sheets?: number
  author?: string
  /** As the document writes it. */
  createdAt?: string
  language?: string
}

/** What a document says about itself, filled in while it is read. */
export interface Facts {
  title?: string
  metadata: Metadata
}

/** Reads one kind of document, block by block; whoever asks for no more blocks ends it. */
export type Reader = (bytes: Buffer, facts: Facts) => Iterable<Block> | AsyncIterable<Block>
