import { readFile } from '@parley/contracts/messages/files'
import { ServiceError } from '@parley/kit/errors'
import { traceFrom } from '@parley/kit/trace'
import { filePath } from './layout.ts'
import type { Export, ExportCounts } from './writing.ts'

/** A file of a message. */
export interface FileToExport {
  id: string
  name: string
  size: number
  type: string
}

/** What the lists, the directory and headers of an archive may still take behind its files. */
const reservedBytes = 64 * 1024 ** 2
const reportEvery = 20
/** Compressed as they are. */
const compressed = /^(?:image\/(?!svg|bmp|tiff)|video\/|audio\/|application\/(?:zip|gzip|pdf|vnd\.openxmlformats))/

/** Writes files as far as there is room, as whoever asked for the export may read them. */
export async function writeFiles(writing: Export, files: readonly FileToExport[], counts: ExportCounts): Promise<void> {
  const { zip, maxBytes, signal, onProgress } = writing
  for (const [i, file] of files.entries()) {
    signal.throwIfAborted()
    const bytes = zip.bytes + file.size + reservedBytes < maxBytes ? await openFile(writing, file.id) : undefined
    if (bytes) {
      await zip.add(filePath(file), bytes, { isCompressed: compressed.test(file.type) })
      counts.files += 1
    } else counts.filesLeftOut += 1
    if (i % reportEvery === 0) await onProgress(counts)
  }
}

/** Undefined where it was deleted meanwhile, or they may not read it any more. */
async function openFile(
  { ctx, exporter: { workspaceId, userId }, signal }: Export,
  id: string,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const trace = traceFrom(undefined, undefined)
    const { body } = await ctx.messaging.open(readFile, { id }, { workspaceId, userId, trace, signal })
    if (!body) throw new Error('A file came without its bytes.')
    return body
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'not_found') return undefined
    throw error
  }
}
