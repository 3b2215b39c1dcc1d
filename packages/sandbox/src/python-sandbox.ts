import { ServiceError } from '@parley/kit/errors'
import { createGate, type Holders } from '@parley/kit/gate'
import type { Metrics } from '@parley/kit/metrics'
import { type Availability, availabilityOf } from './availability.ts'
import type { SandboxConfig } from './config.ts'
import { type Confinement, findConfinement } from './confinement.ts'
import { defaultLimits, type Limits, type PythonProcess, type RunResult, startPython } from './python-process.ts'
import { findSnapshot } from './snapshot.ts'

export interface SandboxOptions {
  config: SandboxConfig
  metrics?: Pick<Metrics, 'watchGate' | 'gauge'>
  /** Smaller limits, for tests. */
  limits?: Partial<Limits>
}

export interface RunOptions {
  /** For whom the program runs, `workspace` first: each has a share of what runs at once. */
  holders: Holders
  /** Stops the program, or its wait. */
  signal?: AbortSignal
}

/** A model writes a few kilobytes. */
const maxProgramBytes = 256 * 1024
const maxWaiting = { total: 100, perHolder: 10 }
const maxWaitMs = 30_000
/** Unused for so long, loaded processes are given up: each has 160 MB. */
const idleMs = 10 * 60_000

/** A loaded or loading process that has no program yet. */
interface Spare {
  loading: Promise<PythonProcess>
  process?: PythonProcess
}

/**
 * Runs Python programs, each in a process of its own that has neither network nor files nor environment. Processes are
 * loaded ahead, which takes seconds, from the first `prepare` or `run` on, and given up when nobody has used them.
 */
export function createPythonSandbox({ config, metrics, limits: given }: SandboxOptions) {
  const limits = { ...defaultLimits, ...given }
  const atOnce = config.CODE_INTERPRETER_AT_ONCE
  const shares = { person: 1, workspace: atOnce }
  const gate = createGate({ name: 'programs', atOnce, shares, maxWaiting, maxWaitMs, metrics })
  const ending = new AbortController()
  const spares = new Set<Spare>()
  metrics?.gauge('parley_python_spares', 'Processes of Python that wait for a program.', () => spares.size)
  const exits = new Set<Promise<void>>()
  let idle: NodeJS.Timeout | undefined
  let finding: Promise<Availability> | undefined
  let snapshot: Promise<string | undefined> | undefined

  /** Whether programs can run here. Found out once; never throws. */
  function availability(): Promise<Availability> {
    // What the system allows is tried out, by processes: not for nothing.
    finding ??=
      config.CODE_INTERPRETER === 'off'
        ? Promise.resolve(availabilityOf(config, 'none'))
        : findConfinement().then((found) => availabilityOf(config, found))
    return finding
  }

  async function confinement(): Promise<Confinement> {
    const found = await availability()
    if (!found.isAvailable) throw new ServiceError('unavailable', found.reason)
    return found.confinement
  }

  async function load(): Promise<PythonProcess> {
    const found = await confinement()
    snapshot ??= findSnapshot(found, ending.signal)
    return startPython(found, limits, ending.signal, await snapshot)
  }

  function startSpare(): Spare {
    const spare: Spare = { loading: load() }
    spares.add(spare)
    spare.loading.then(
      (process) => {
        spare.process = process
        exits.add(process.closed)
        process.closed.finally(() => {
          spares.delete(spare)
          exits.delete(process.closed)
        })
      },
      () => spares.delete(spare),
    )
    return spare
  }

  /** A loaded process if there is one; else the one that will be loaded first. */
  async function take(signal: AbortSignal): Promise<PythonProcess> {
    const spare = [...spares].find(({ process }) => process) ?? [...spares][0] ?? startSpare()
    spares.delete(spare)
    try {
      return await unlessAborted(spare.loading, signal)
    } catch (cause) {
      if (signal.aborted) {
        spares.add(spare) // for the next
        throw cause
      }
      throw new ServiceError('unavailable', 'Python cannot be started right now.', { cause })
    }
  }

  /** Loads one process ahead, where a running program's does not already take its place. */
  function startAhead(): void {
    keepSpares()
    if (!ending.signal.aborted && spares.size + gate.running < atOnce) startSpare()
  }

  function keepSpares(): void {
    clearTimeout(idle)
    if (!ending.signal.aborted) idle = setTimeout(giveUpSpares, idleMs).unref()
  }

  function giveUpSpares(): void {
    for (const { loading } of spares) loading.then(({ stop }) => stop()).catch(() => {})
    spares.clear()
  }

  return {
    availability,

    /**
     * Loads a process for a program that may come soon, unless there is one; costs a core for 1 s (3 s the first time) and
     * 160 MB until 10 minutes after. Never throws: what keeps Python from loading is the next program's error.
     */
    async prepare(): Promise<void> {
      if (!(await availability()).isAvailable) return
      if (spares.size === 0) startAhead()
      else keepSpares()
    },

    /**
     * Runs a program. Waits for its turn for at most 30 s; however the program ends is a result, not an error.
     *
     * @throws ServiceError 429 or 503 where too many programs run, 503 where Python is not available; the signal's
     *   reason once it is aborted
     */
    async run(program: string, { holders, signal }: RunOptions): Promise<RunResult> {
      const stopping = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
      stopping.throwIfAborted()
      await confinement()
      if (Buffer.byteLength(program) > maxProgramBytes) return tooLong
      const leave = await gate.enter(holders, stopping)
      let python: PythonProcess | undefined
      try {
        python = await take(stopping)
        return await python.run(program, stopping)
      } finally {
        // Its memory is free once it is gone, which whoever waits for the result need not await.
        Promise.resolve(python?.closed).then(() => {
          leave()
          startAhead()
        })
      }
    },

    /** Stops all programs and processes. */
    async close(): Promise<void> {
      clearTimeout(idle)
      ending.abort(new ServiceError('unavailable', 'This server is stopping; try again.'))
      await Promise.allSettled([...spares].map(({ loading }) => loading))
      await Promise.all(exits)
    },
  }
}

export type PythonSandbox = ReturnType<typeof createPythonSandbox>

const tooLong: RunResult = {
  stdout: '',
  stderr: '',
  result: null,
  error: `The program is longer than ${maxProgramBytes / 1024} KB.`,
  timedOut: false,
  truncated: false,
  durationMs: 0,
}

/** The work's result, or the signal's reason once it is aborted, if that is earlier. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort))
}
