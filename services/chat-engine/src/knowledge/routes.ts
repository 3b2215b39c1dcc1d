import type { Route } from '@parley/kit/route'
import type { KnowledgeContext } from './context.ts'
import { deleteKnowledgeRoute } from './routes/delete-knowledge.ts'
import { getKnowledgeRoute } from './routes/get-knowledge.ts'
import { getKnowledgeGraphStatisticsRoute, listKnowledgeGraphEntitiesRoute } from './routes/knowledge-graph.ts'
import { listKnowledgeRoute } from './routes/list-knowledge.ts'
import { listKnowledgePassagesRoute } from './routes/list-knowledge-passages.ts'
import { searchKnowledgeRoute } from './routes/search-knowledge.ts'
import { updateKnowledgeRoute } from './routes/update-knowledge.ts'
import { uploadKnowledgeRoute } from './routes/upload-knowledge.ts'

/** What answers `/api/knowledge` and `/api/knowledge-graph`. */
export const knowledgeRoutes = (context: KnowledgeContext): Route[] => [
  uploadKnowledgeRoute(context),
  listKnowledgeRoute(context),
  getKnowledgeRoute(context),
  listKnowledgePassagesRoute(context),
  updateKnowledgeRoute(context),
  deleteKnowledgeRoute(context),
  searchKnowledgeRoute(context),
  context.files.downloadRoute(),
  getKnowledgeGraphStatisticsRoute(context),
  listKnowledgeGraphEntitiesRoute(context),
]
