import { join } from 'node:path'
import { withTimeout } from '@parley/kit/with-timeout'
import { type Confinement, type Script, seal, spawnConfined } from './confinement.ts'
import { createFrameReader, type Frame } from './frames.ts'
import { guest, pyodideFolder, pyodideUrl } from './snapshot.ts'
import { createTextBudget } from './text-budget.ts'

export interface Limits {
  /** How long a program may run, from when Python has it. */
  timeoutMs: number
  /** Memory that a program may use beside what Python uses by itself. */
  memoryBytes: number
  /** Bytes of UTF-8 of all that a program's run returns. */
  outputBytes: number
}

export const defaultLimits: Limits = { timeoutMs: 10_000, memoryBytes: 256 * 1024 * 1024, outputBytes: 64 * 1024 }

/** How a program ended. All text is the program's: as little to be trusted as the program itself. */
export interface RunResult {
  stdout: string
  stderr: string
  /** The `repr` of the expression that the program ends with; null where there is none, or its value is None. */
  result: string | null
  /** The traceback of the exception that ended it, or why it was stopped; null where it ended by itself. */
  error: string | null
  timedOut: boolean
  /** Some of the texts above was left out, being too long. */
  truncated: boolean
  durationMs: number
}

/** Of the output, what is kept for the result and the error. */
const endingShare = 1 / 4
/** Each frame has a few bytes around what may be a single byte of text. */
const frameOverhead = 32
/** Loading takes 1 to 3 s of CPU time; a busy machine may take far longer. */
const startTimeoutMs = 60_000
/** Kept free of Python, so that it raises a MemoryError before the kernel refuses memory to all of the process. */
const spareBytes = 32 * 1024 * 1024
const maxStartErrorCharacters = 2_000

const scriptOf = ({ memoryBytes, outputBytes }: Limits, snapshot: string[]): Script => ({
  file: join(guest, 'guest.mjs'),
  args: [
    pyodideUrl,
    join(guest, 'guest.py'),
    join(guest, 'warm-up.py'),
    String(outputBytes),
    String(memoryBytes - spareBytes),
    ...snapshot,
  ],
  readable: [guest, pyodideFolder, ...snapshot],
})

/**
 * Starts a process with Python loaded, for one program. Aborting `ending` stops it at any time.
 *
 * @param snapshot see `findSnapshot`
 * @throws Error where Python does not load
 */
export async function startPython(confinement: Confinement, limits: Limits, ending: AbortSignal, snapshot?: string) {
  ending.throwIfAborted()
  const child = spawnConfined(confinement, scriptOf(limits, snapshot ? [snapshot] : []))
  const kill = () => void child.kill('SIGKILL')
  ending.addEventListener('abort', kill)
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  closed.then(() => ending.removeEventListener('abort', kill))
  child.once('error', () => {}) // it could not be started, and is closed as well
  child.stdin.on('error', () => {}) // it has ended without reading
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, maxStartErrorCharacters)
  })
  const frames = framesOf(child.stdout, createFrameReader(limits.outputBytes * frameOverhead))

  async function stop(): Promise<void> {
    kill()
    await closed
  }

  async function load(): Promise<void> {
    const { value } = await frames.next()
    if (!value || !('ready' in value)) throw new Error('Python did not load.')
    await seal(confinement, child.pid!, limits.memoryBytes)
  }

  try {
    await withTimeout(startTimeoutMs, load(), `Python did not load within ${startTimeoutMs / 1000} s.`)
  } catch (error) {
    await stop()
    throw new Error(`${(error as Error).message} ${complaint}`.trim(), { cause: error })
  }

  return {
    /** Of the process, or of the `unshare` above it. */
    pid: child.pid!,

    /** Resolves when it is gone, for whatever reason. */
    closed,

    /** Ends it, with the program that it runs. Resolves when it is gone. */
    stop,

    /** Runs the one program, and ends: it may not be gone yet when its result is there. An aborted signal stops it. */
    async run(program: string, signal: AbortSignal): Promise<RunResult> {
      const startedAt = performance.now()
      const endingBytes = limits.outputBytes * endingShare
      const budgets = {
        output: createTextBudget(limits.outputBytes - endingBytes),
        ending: createTextBudget(endingBytes),
      }
      const run: RunResult = {
        stdout: '',
        stderr: '',
        result: null,
        error: null,
        timedOut: false,
        truncated: false,
        durationMs: 0,
      }
      const timer = setTimeout(() => {
        run.timedOut = true
        kill()
      }, limits.timeoutMs)
      signal.addEventListener('abort', kill)
      if (signal.aborted) kill()
      child.stdin.end(program || '\n') // nothing at all would mean that no program comes
      let hasEnded = false
      try {
        for await (const frame of frames) {
          if ('stdout' in frame) run.stdout += budgets.output.take(frame.stdout)
          if ('stderr' in frame) run.stderr += budgets.output.take(frame.stderr)
          if ('result' in frame) {
            hasEnded = true
            if (frame.error !== null) run.error = budgets.ending.take(frame.error)
            if (frame.result !== null) run.result = budgets.ending.take(frame.result)
            break
          }
        }
        if (!hasEnded) run.error = run.timedOut ? timedOutAfter(limits) : endedEarly(limits)
      } catch (error) {
        run.error = (error as Error).message
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', kill)
        kill()
      }
      signal.throwIfAborted()
      run.timedOut &&= !hasEnded
      run.truncated = budgets.output.isTruncated || budgets.ending.isTruncated
      run.durationMs = Math.round(performance.now() - startedAt)
      return run
    },
  }
}

export type PythonProcess = Awaited<ReturnType<typeof startPython>>

async function* framesOf(output: AsyncIterable<Buffer>, read: (piece: Buffer) => Frame[]): AsyncGenerator<Frame> {
  for await (const piece of output) yield* read(piece)
}

const timedOutAfter = ({ timeoutMs }: Limits) => `Stopped: the program ran for longer than ${timeoutMs / 1000} s.`

const endedEarly = ({ memoryBytes }: Limits) =>
  `Stopped: the program ended Python, or used more than ${memoryBytes / 1024 / 1024} MB of memory.`
