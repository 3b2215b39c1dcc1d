import type { DocumentFailure } from '@parley/contracts/knowledge/document'
import { DocumentError } from '@parley/documents/error'
import type { DocumentSource, Extractor } from '@parley/documents/extractor'
import { invalid, ServiceError } from '@parley/kit/errors'
import { findGraph } from './entities.ts'
import { chunkOptions, type DocumentText } from './store/chunks.ts'

/** Characters that rules look for entities in: they take a second for as many. */
export const maxGraphChars = 1_000_000

/**
 * Reads a document into passages, and finds what it mentions.
 *
 * @throws DocumentError whatever is wrong with it
 * @throws ServiceError 503 where too many documents wait
 */
export async function readText(
  extractor: Extractor,
  source: DocumentSource,
  { workspaceId, signal }: { workspaceId: string; signal?: AbortSignal },
): Promise<DocumentText> {
  const { chunks, metadata, characters, truncated } = await extractor.extract(source, {
    workspace: workspaceId,
    chunks: chunkOptions,
    ...(signal && { signal }),
  })
  return {
    kind: metadata.kind,
    chunks,
    characterCount: characters,
    isTruncated: truncated,
    graph: await findGraph(passagesOf(chunks)),
  }
}

/** The text of passages in their order, without what each repeats of the one before. */
function passagesOf(chunks: DocumentText['chunks']): string[] {
  const passages: string[] = []
  let left = maxGraphChars
  for (const { text, overlap } of chunks) {
    if (left <= 0) break
    passages.push(text.slice(overlap, overlap + left))
    left -= text.length - overlap
  }
  return passages
}

/** How a document that cannot be read is answered where its upload waits for it. */
export function refusalOf({ reason, message }: DocumentError): ServiceError {
  if (reason === 'too_large') return new ServiceError('payload_too_large', message)
  if (reason === 'unsupported') return new ServiceError('unsupported_media_type', message)
  return invalid('file', message)
}

/** What is kept of a failure; undefined where it is not the document's. */
export const failureOf = (error: unknown): { code: DocumentFailure; message: string } | undefined =>
  error instanceof DocumentError ? { code: error.reason, message: error.message } : undefined
