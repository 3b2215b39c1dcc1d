import { locationInWords } from '@parley/documents/blocks'
import { DocumentError } from '@parley/documents/error'
import { createExtractor } from '@parley/documents/extractor'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { ChannelFiles } from '../channel-files.ts'
import type { DB } from '../schema.ts'
import {
  type ClaimedFile,
  claimFile,
  failFile,
  findReadableWorkspaces,
  postponeFile,
  releaseFile,
  storePassages,
} from '../store/file-texts.ts'

/** How often the queue is looked at. */
const pollMs = 1_000
/** The passages of a file that are kept, from its beginning. */
const passagesOfFile = { maxChars: 1_000, maxChunks: 200 }
/** A workspace's turn: no further file is begun after it. Longer than a process takes to start, which then reads several. */
const turnMs = 1_000
/** How often a file is tried that cannot be had, within about an hour, and the pause before the second try, which doubles. */
const maxAttempts = 8
const firstRetrySeconds = 30
/** A slow document has a second try, since it may have been the machine; what ended its process, a third. */
const maxSlowReads = 2
const maxCrashes = 3

/**
 * Reads the documents that are attached to messages, so that answers quote them, in every replica. Workspaces take turns;
 * of one workspace one file at a time is read, in all replicas. The queue is in PostgreSQL, so a crash loses nothing.
 *
 * @param atOnce files that this process reads at once, each in a process of its own beside it; 0 for none
 */
export function readAttachedFiles(
  { db, log, metrics, every, onClose }: Pick<ServiceRuntime<DB>, 'db' | 'log' | 'metrics' | 'every' | 'onClose'>,
  files: Pick<ChannelFiles, 'read'>,
  atOnce: number,
): void {
  if (atOnce === 0) return
  const extractor = createExtractor({ atOnce, metrics })
  onClose('readers of attached files', async () => extractor.close())

  async function readFile(file: ClaimedFile, signal: AbortSignal): Promise<void> {
    const { workspaceId, id: fileId, name, type, attempt, crashes, slowReads } = file
    if (crashes >= maxCrashes) return failFile(db, file, 'unavailable')
    try {
      const bytes = await files.read({ workspaceId, fileId })
      if (!bytes) return failFile(db, file, 'unavailable') // deleted since
      const { chunks } = await extractor.extract(
        { bytes, name, type },
        { workspace: workspaceId, chunks: passagesOfFile, signal },
      )
      const passages = chunks.map(({ text, headings, location = {} }) => ({
        ...{ text, headings },
        place: locationInWords(location),
      }))
      await storePassages(db, file, passages)
    } catch (error) {
      if (signal.aborted) return releaseFile(db, file)
      const reason = error instanceof DocumentError ? error.reason : undefined
      if (reason === undefined)
        log.warn({ err: error, workspaceId, fileId, attempt }, 'an attached file could not be read')
      const wasSlow = reason === 'too_slow'
      const tries = wasSlow ? slowReads + 1 : attempt - crashes - slowReads
      const isFinal = reason === undefined ? tries >= maxAttempts : !wasSlow || tries >= maxSlowReads
      if (isFinal) await failFile(db, file, reason ?? 'unavailable')
      else await postponeFile(db, file, { seconds: firstRetrySeconds * 2 ** (tries - 1), wasSlow })
    }
  }

  async function readNext(workspaceId: string, signal: AbortSignal): Promise<boolean> {
    const file = await claimFile(db, workspaceId)
    if (file) await readFile(file, signal)
    return file !== undefined
  }

  for (let reader = 0; reader < atOnce; reader++)
    every('read-attached-files', pollMs, async (signal) => {
      let hasRead = false
      for (const workspaceId of await findReadableWorkspaces(db)) {
        const endsAt = Date.now() + turnMs
        while (!signal.aborted && Date.now() < endsAt && (await readNext(workspaceId, signal))) hasRead = true
      }
      return hasRead ? 0 : undefined
    })
}
