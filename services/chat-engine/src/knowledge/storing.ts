import { findEntities } from '@parley/contracts/knowledge/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { KnowledgeContext } from './context.ts'
import { type DocumentText, storeText } from './store/chunks.ts'
import { countRecentChanges, type VersionKey } from './store/documents.ts'

/** Makes a version searchable, and has a model look for its entities afterwards, where there is one. */
export async function makeSearchable(
  tx: Db,
  { modelFindsEntities }: Pick<KnowledgeContext, 'modelFindsEntities'>,
  { workspaceId, documentId, version }: VersionKey,
  text: DocumentText,
  trace: Trace,
): Promise<void> {
  const isSearched = await storeText(tx, { workspaceId, documentId, version }, text)
  if (!isSearched || !modelFindsEntities) return
  const payload = { workspace_id: workspaceId, document_id: documentId, version }
  // A workspace that uploads much waits behind those that upload little.
  await insertJob(tx, findEntities, payload, trace, { priority: await countRecentChanges(tx, workspaceId) })
}
