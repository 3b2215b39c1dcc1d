import { createExtractor } from '@parley/documents/extractor'
import type { FileStores } from '@parley/files/files'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Config } from '../config.ts'
import type { DB } from '../schema.ts'
import { createKnowledgeFiles } from './access.ts'
import type { KnowledgeContext } from './context.ts'
import { createEmbeddings } from './embeddings.ts'
import { workProcessKnowledge } from './jobs/process-knowledge.ts'

/** Opens what knowledge needs, and begins its jobs; closed with the runtime. */
export function createKnowledge(runtime: ServiceRuntime<DB>, config: Config, stores: FileStores<DB>): KnowledgeContext {
  const extractor = createExtractor({ metrics: runtime.metrics })
  runtime.onClose('document readers', async () => extractor.close())
  const { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: model, EMBEDDINGS_API_KEY: apiKey } = config
  const context: KnowledgeContext = {
    db: runtime.db,
    files: createKnowledgeFiles(stores),
    extractor,
    waitMs: config.KNOWLEDGE_WAIT_MS,
    embeddings: url === undefined ? undefined : createEmbeddings(runtime, { url, model, apiKey }),
    modelFindsEntities: config.ANTHROPIC_API_KEY !== undefined && config.KNOWLEDGE_DAY_TOKENS > 0,
  }
  workProcessKnowledge(runtime, context)
  return context
}
