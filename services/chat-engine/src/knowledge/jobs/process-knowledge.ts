import { processKnowledge } from '@parley/contracts/knowledge/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../../schema.ts'
import type { KnowledgeContext } from '../context.ts'
import { failureOf, readText } from '../reading.ts'
import { failVersion, findStuckVersions, findVersionInWork } from '../store/documents.ts'
import { makeSearchable } from '../storing.ts'

const unavailable = { code: 'unavailable', message: 'It could not be read on this server. Upload it again.' } as const

/** Longer than all attempts of a job together may take. */
const stuckAfterMs = 2 * 3_600_000

/** Reads documents that were too large for their upload to wait, each in one transaction: it is searched whole or not. */
export function workProcessKnowledge(
  { work, every, log }: Pick<ServiceRuntime<DB>, 'work' | 'every' | 'log'>,
  { db, files, extractor, modelFindsEntities }: KnowledgeContext,
): void {
  work(
    processKnowledge,
    async ({ workspace_id: workspaceId, document_id: documentId, version }, { signal, attempt, trace }) => {
      const key = { workspaceId, documentId, version }
      const found = await findVersionInWork(db, key)
      if (!found) return
      try {
        const bytes = await files.read({ workspaceId, fileId: found.fileId })
        if (!bytes) return
        const text = await readText(extractor, { bytes, name: found.name }, { workspaceId, signal })
        await transaction(db, (tx) => makeSearchable(tx, { modelFindsEntities }, key, text, trace))
      } catch (error) {
        const failure = failureOf(error)
        // It may have been the machine: a slow document has a second try.
        if (failure?.code === 'too_slow' && attempt < 2) throw error
        const isStopping = signal.aborted && (signal.reason as Error).name !== 'TimeoutError'
        if (!failure && (isStopping || attempt < processKnowledge.attempts)) throw error
        if (!failure) log.error({ err: error, ...key }, 'a document could not be read')
        await failVersion(db, key, failure ?? unavailable)
      }
    },
    { concurrency: 2 },
  )
  every('fail-stuck-knowledge', 60_000, async () => {
    for (const key of await findStuckVersions(db, stuckAfterMs)) await failVersion(db, key, unavailable)
  })
}
