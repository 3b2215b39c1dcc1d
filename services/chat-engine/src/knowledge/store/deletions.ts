import type { Db } from '../../context.ts'
import { removeText } from './chunks.ts'
import { addToTotals, bytesOf, type DocumentKey, deleteVersionFiles } from './documents.ts'

/** Deletes a locked document with its versions, text and files. Call `files.sweep` after the commit. */
export async function deleteDocument(tx: Db, key: DocumentKey & { scopeId: string }): Promise<void> {
  const { workspaceId, documentId } = key
  await addToTotals(tx, workspaceId, { documents: 0, bytes: 0 })
  await removeText(tx, key)
  const versions = await tx
    .deleteFrom('knowledge_versions')
    .where('workspace_id', '=', workspaceId)
    .where('document_id', '=', documentId)
    .returning(['id', 'size'])
    .execute()
  await deleteVersionFiles(tx, workspaceId, versions)
  await tx
    .deleteFrom('knowledge_documents')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', documentId)
    .execute()
  await addToTotals(tx, workspaceId, { documents: -1, bytes: -bytesOf(versions) })
}

/**
 * Deletes all that a twin alone knows, in the transaction that deletes the twin; nobody may upload for it any more. Call
 * `files.sweep` after the commit.
 */
export async function deleteKnowledgeOfTwin(
  tx: Db,
  { workspaceId, twinId }: { workspaceId: string; twinId: string },
): Promise<void> {
  const documents = await tx
    .selectFrom('knowledge_documents')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('scope_id', '=', twinId)
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id: documentId } of documents) await deleteDocument(tx, { workspaceId, documentId, scopeId: twinId })
}
