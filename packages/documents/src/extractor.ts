import { readFile, stat } from 'node:fs/promises'
import { createGate } from '@parley/kit/gate'
import type { Metrics } from '@parley/kit/metrics'
import { textOf } from './blocks.ts'
import type { ChunkOptions } from './chunk.ts'
import { DocumentError } from './error.ts'
import { limits } from './limits.ts'
import { type ProcessLimits, type ReaderProcess, type ReadResult, startReader } from './reader-process.ts'

/** A document, in memory or on disk. */
export type DocumentSource = ({ bytes: Buffer } | { path: string }) & {
  /** What it is called; its ending says which kind of text it is. */
  name: string
  /** The type that its sender declared. */
  type?: string
}

export interface ExtractedDocument extends ReadResult {
  /** All blocks as text, with an empty line between them; empty where chunks were asked for. */
  text: string
}

export interface ExtractOptions {
  /** On whose behalf: each workspace has its share of what is read at once. */
  workspace: string
  /** Gives its chunks in place of its blocks and its text; a long document's would keep a service from all else. */
  chunks?: ChunkOptions
  /** Cancels it; the process that reads is ended. */
  signal?: AbortSignal
}

export interface ExtractorOptions extends Partial<ProcessLimits> {
  /** How many documents are read at once, each in a process of its own. */
  atOnce?: number
  /** How many of them may be one workspace's. */
  perWorkspace?: number
  metrics?: Pick<Metrics, 'watchGate'>
}

/** How long a process without work is kept for the next document. */
const idleMs = 10_000
/** After as many documents a process is replaced. */
const documentsPerProcess = 20

interface Pooled {
  reader: ReaderProcess
  workspace: string
  documents: number
  timer?: ReturnType<typeof setTimeout>
}

/**
 * Extracts the text of documents in processes that are ended when they take too long or too much memory. A process
 * reads documents of one workspace only, so none can reach another's.
 */
export function createExtractor(options: ExtractorOptions = {}) {
  const { atOnce = 2, perWorkspace = 1, cpuMs = 20_000, maxMemoryBytes = 512 * 1024 * 1024, metrics } = options
  const gate = createGate({
    name: 'documents',
    atOnce,
    shares: { workspace: perWorkspace },
    maxWaiting: { total: 100, perHolder: 20 },
    maxWaitMs: 60_000,
    retryAfterSeconds: 10,
    metrics,
  })
  const idle = new Set<Pooled>()
  const busy = new Set<Pooled>()

  function take(workspace: string): Pooled {
    const known = [...idle].find((each) => each.workspace === workspace && each.reader.isAlive)
    const pooled = known ?? { reader: startReader({ cpuMs, maxMemoryBytes }), workspace, documents: 0 }
    if (known) idle.delete(known)
    // One that waits for another workspace makes room.
    else if (idle.size + busy.size >= atOnce) discard([...idle][0])
    clearTimeout(pooled.timer)
    busy.add(pooled)
    return pooled
  }

  function giveBack(pooled: Pooled): void {
    busy.delete(pooled)
    pooled.documents += 1
    if (!pooled.reader.isAlive || pooled.documents >= documentsPerProcess) discard(pooled)
    else {
      idle.add(pooled)
      pooled.timer = setTimeout(() => discard(pooled), idleMs).unref()
    }
  }

  function discard(pooled: Pooled | undefined): void {
    if (!pooled) return
    clearTimeout(pooled.timer)
    idle.delete(pooled)
    pooled.reader.kill()
  }

  return {
    /**
     * Extracts a document's text with its structure. Waits for its turn.
     *
     * @throws DocumentError whatever is wrong with the document
     * @throws ServiceError 503 where too many documents wait, or somebody else ended the process
     */
    async extract(source: DocumentSource, { workspace, chunks, signal }: ExtractOptions): Promise<ExtractedDocument> {
      const { name, type } = source
      return gate.pass({ workspace }, async () => {
        const bytes = await bytesOf(source)
        const pooled = take(workspace)
        try {
          const result = await pooled.reader.read({ name, type, chunks }, bytes, signal)
          return { ...result, text: textOf(result.blocks) }
        } finally {
          giveBack(pooled)
        }
      })
    },

    /** Ends all processes; what is being read fails. */
    close(): void {
      for (const pooled of [...idle, ...busy]) discard(pooled)
    },
  }
}

export type Extractor = ReturnType<typeof createExtractor>

async function bytesOf(source: DocumentSource): Promise<Buffer> {
  const size = 'path' in source ? (await stat(source.path)).size : source.bytes.length
  if (size > limits.maxBytes)
    throw new DocumentError('too_large', `Documents of more than ${limits.maxBytes / 1024 / 1024} MB are not read.`)
  return 'path' in source ? readFile(source.path) : source.bytes
}
