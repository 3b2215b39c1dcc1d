import { processKnowledge } from '@parley/contracts/knowledge/jobs'
import { contentTypes, uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { DocumentError } from '@parley/documents/error'
import type { DocumentSource } from '@parley/documents/extractor'
import { attachFiles } from '@parley/files/store/attaching'
import { invalid, ServiceError } from '@parley/kit/errors'
import { insertJob } from '@parley/kit/outbox'
import { created } from '@parley/kit/route'
import { noSuchTwin } from '../../twins/permissions.ts'
import type { KnowledgeContext } from '../context.ts'
import { readText, refusalOf } from '../reading.ts'
import type { DocumentText } from '../store/chunks.ts'
import { findDocument, insertVersion } from '../store/documents.ts'
import { makeSearchable } from '../storing.ts'

/** Beyond one of these a job reads the document, and the upload does not wait for it. */
const waitsFor = { bytes: 1024 * 1024, chunks: 400 }

const endings = { 'text/plain': 'txt', 'text/markdown': 'md', 'text/csv': 'csv', 'text/html': 'html' } as const

export const uploadKnowledgeRoute = ({ files, extractor, waitMs, modelFindsEntities }: KnowledgeContext) =>
  files.uploadRoute(uploadKnowledge, {
    placeOf({ twin_id: twinId }, { caller: { workspaceId } }) {
      // The workspace's own place is no twin's.
      if (twinId === workspaceId) throw noSuchTwin()
      return twinId ?? workspaceId
    },
    fileOf({ content, title, type = 'text' }) {
      if (content === undefined) return undefined
      if (title === undefined) throw invalid('title', 'Must be given with content.')
      const mediaType = type in contentTypes ? contentTypes[type as keyof typeof contentTypes] : type
      // A name is kept to 255 bytes, of which its ending must be some.
      const name = `${title.replaceAll('/', ' ').slice(0, 60)}.${endings[mediaType as keyof typeof endings]}`
      return { name, content: Buffer.from(content) }
    },
    async inspect(spooled, { fields, caller }) {
      const [file] = spooled
      if (!file) throw invalid('file', 'A file or content must be given.')
      if (spooled.length > 1) throw invalid('content', 'Must not be given with a file.')
      if (file.size > waitsFor.bytes) return undefined
      const source = { path: file.path, name: file.name ?? '', ...(fields.type && { type: fields.type }) }
      return readWhileWaiting(extractor, source, { workspaceId: caller.workspaceId, waitMs })
    },
    async answer(tx, { files: [file], uploads, fields, inspected, caller, trace }) {
      const { workspaceId, userId } = caller
      const { holderId, ...key } = await insertVersion(tx, {
        workspaceId,
        twinId: fields.twin_id ?? null,
        title: fields.title ?? file!.name,
        userId,
        fileId: file!.id,
        size: file!.size,
      })
      if (!(await attachFiles(tx, { ...uploads, holderId }))) throw new Error('A file that was just stored is gone.')
      if (inspected) await makeSearchable(tx, { modelFindsEntities }, key, inspected, trace)
      else {
        const payload = { workspace_id: workspaceId, document_id: key.documentId, version: key.version }
        await insertJob(tx, processKnowledge, payload, trace)
      }
      return created({ success: true as const, data: (await findDocument(tx, key))! })
    },
  })

/** The text of a small document; undefined where it is not had within seconds, or is long. */
async function readWhileWaiting(
  extractor: KnowledgeContext['extractor'],
  source: DocumentSource,
  { workspaceId, waitMs }: { workspaceId: string; waitMs: number },
): Promise<DocumentText | undefined> {
  const signal = AbortSignal.timeout(waitMs)
  try {
    const read = readText(extractor, source, { workspaceId, signal })
    // What still waits for its turn does not heed the signal.
    const text = await Promise.race([read, rejectWhenAborted(signal)])
    return text.chunks.length > waitsFor.chunks ? undefined : text
  } catch (error) {
    if (signal.aborted || (error instanceof ServiceError && error.code === 'unavailable')) return undefined
    if (!(error instanceof DocumentError)) throw error
    // A small one takes too long where the machine is busy.
    if (error.reason === 'too_slow') return undefined
    throw refusalOf(error)
  }
}

const rejectWhenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
