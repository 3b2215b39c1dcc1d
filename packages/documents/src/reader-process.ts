import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { ServiceError } from '@parley/kit/errors'
import type { Chunk } from './chunk.ts'
import { DocumentError } from './error.ts'
import { createFrameReader, frame } from './frames.ts'
import { Reply, type Request } from './messages.ts'
import type { DocumentContent } from './read-document.ts'

export interface ProcessLimits {
  /** CPU time that one document may take; on a busy machine that lasts longer, up to six times as long. */
  cpuMs: number
  /** How much memory the process may use in all. */
  maxMemoryBytes: number
}

export interface ReadResult extends DocumentContent {
  /** Where they were asked for; then there are no blocks. */
  chunks: Chunk[]
}

/** A process that reads one document at a time. */
export interface ReaderProcess {
  /**
   * Reads a document. Afterwards the process may have ended: see `isAlive`.
   *
   * @throws DocumentError where the document cannot be read within the limits
   * @throws ServiceError 503 where somebody else ended the process
   */
  read(request: Omit<Request, 'cpuMs'>, bytes: Buffer, signal?: AbortSignal): Promise<ReadResult>
  readonly isAlive: boolean
  /** Ends it at once; what it reads fails. */
  kill(): void
}

const root = join(import.meta.dirname, '../../..')
const readerProgram = join(import.meta.dirname, 'reader-main.ts')
const maxReplyBytes = 64 * 1024 * 1024
const checkMs = 50
/** Times its CPU time that a document may take in all. */
const maxElapsed = 6

/** Ends a process that nobody watches any more, since its service was killed; a core dump would show documents. */
const launch = 'ulimit -t 600; ulimit -c 0; exec "$0" "$@"'

/** It reads its own program and nothing else, starts nothing, has no environment, and makes no code from texts. */
const flags = (maxMemoryBytes: number): string[] => [
  '--permission',
  ...['packages/documents', 'packages/files', 'packages/text', 'node_modules'].map(
    (folder) => `--allow-fs-read=${join(root, folder)}`,
  ),
  '--disallow-code-generation-from-strings',
  `--max-old-space-size=${Math.round((maxMemoryBytes * 0.7) / 1024 / 1024)}`,
]

const unreadable = (cause?: unknown) => new DocumentError('damaged', 'The document could not be read.', { cause })
const outOfMemory = () => new DocumentError('out_of_memory', 'Reading the document takes too much memory.')
const tooSlow = () => new DocumentError('too_slow', 'Reading the document takes too long.')
/** A process's end that says nothing about the document: it could not start, or was killed by somebody else. */
const ended = (cause?: unknown) => new ServiceError('unavailable', 'Documents cannot be read right now.', { cause })
const cancelled = () => new DocumentError('too_slow', 'Reading the document was cancelled.')

/**
 * Starts a process that reads documents.
 *
 * @param program - Another one in tests of what a process can do that a document has taken over.
 */
export function startReader({ cpuMs, maxMemoryBytes }: ProcessLimits, program = readerProgram): ReaderProcess {
  const child = spawn('/bin/sh', ['-c', launch, process.execPath, ...flags(maxMemoryBytes), program], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let isAlive = true
  let reading: Reading | undefined
  const messages = createFrameReader(maxReplyBytes)

  /** Ends the process, and what it reads with it. */
  function fail(error: Error): void {
    isAlive = false
    child.kill('SIGKILL')
    reading?.reject(error)
  }

  child.on('error', (cause) => fail(ended(cause)))
  child.on('exit', (_, signal) => fail(exitOf(signal)))
  child.stdin.on('error', () => {}) // its exit says as much
  child.stdout.on('data', (bytes: Buffer) => {
    try {
      for (const message of messages(bytes)) reading?.take(Reply.parse(JSON.parse(message.toString())), message.length)
    } catch (cause) {
      fail(unreadable(cause))
    }
  })
  yieldTo(child)

  return {
    async read(request, bytes, signal) {
      signal?.throwIfAborted()
      reading = createReading()
      const timer = setTimeout(() => fail(tooSlow()), cpuMs * maxElapsed)
      let before: number | undefined
      const watch = setInterval(async () => {
        const [memory, cpu] = await Promise.all([memoryOf(child), cpuMsOf(child)])
        before ??= cpu
        if (memory > maxMemoryBytes) fail(outOfMemory())
        else if (cpu - before > cpuMs) fail(tooSlow())
      }, checkMs)
      const abort = () => fail(cancelled())
      signal?.addEventListener('abort', abort, { once: true })
      try {
        const head: Request = { ...request, cpuMs: cpuMs * 0.75 }
        child.stdin.write(frame(Buffer.from(JSON.stringify(head))))
        child.stdin.write(frame(bytes))
        const result = await reading.result
        // What it has not freed would count against the next document.
        if ((await memoryOf(child)) > maxMemoryBytes / 2) fail(cancelled())
        return result
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      } finally {
        reading = undefined
        clearTimeout(timer)
        clearInterval(watch)
        signal?.removeEventListener('abort', abort)
      }
    },
    get isAlive() {
      return isAlive
    },
    kill() {
      fail(cancelled())
    },
  }
}

/** What a process has sent of the document that it reads. */
function createReading() {
  const { promise: result, resolve, reject } = Promise.withResolvers<ReadResult>()
  const blocks: ReadResult['blocks'] = []
  const chunks: Chunk[] = []
  let bytes = 0
  return {
    result,
    reject,
    take(reply: Reply, length: number): void {
      bytes += length
      if (bytes > maxReplyBytes) throw new RangeError(`The reply has more than ${maxReplyBytes} bytes.`)
      if (reply.type === 'blocks') blocks.push(...reply.blocks)
      else if (reply.type === 'chunks') chunks.push(...reply.chunks)
      else if (reply.type === 'end') resolve({ ...reply.facts, blocks, chunks })
      else reject(new DocumentError(reply.reason, reply.message, { cause: reply.cause }))
    },
  }
}
type Reading = ReturnType<typeof createReading>

/** Why a process has ended that was not to. V8 aborts, or traps, where its heap is full. */
function exitOf(signal: NodeJS.Signals | null): Error {
  if (signal === null || signal === 'SIGSEGV' || signal === 'SIGBUS') return unreadable()
  if (signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL') return outOfMemory()
  return ended(new Error(`The reader of documents was ended by ${signal}.`))
}

/** Whoever waits for a document waits a little longer, so that conversations do not. */
function yieldTo({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, 10)
  } catch {} // it has ended already
}

/**
 * A process's memory, buffers included, which V8's own limit leaves out. Only Linux says how much that is; elsewhere it
 * is 0, and V8's limit and those of the readers must do.
 */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

/** The CPU time that a process has taken, in ms, by Linux' hundredths of a second; elsewhere 0, and elapsed time must do. */
async function cpuMsOf({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // After the program's name, which is in parentheses and may have spaces: utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}
