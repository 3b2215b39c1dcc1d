import type { Extractor } from '@parley/documents/extractor'
import type { Db } from '../context.ts'
import type { KnowledgeFiles } from './access.ts'
import type { Embeddings } from './embeddings.ts'

/** Dependencies of the routes and jobs of knowledge. */
export interface KnowledgeContext {
  db: Db
  files: KnowledgeFiles
  extractor: Extractor
  /** How long an upload waits for its document to be read. */
  waitMs: number
  /** Undefined where no endpoint is configured: text search serves by itself. */
  embeddings: Embeddings | undefined
  /** Whether a model looks for entities in what was read by rules. */
  modelFindsEntities: boolean
}
