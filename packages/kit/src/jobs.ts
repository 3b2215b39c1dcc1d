import type { JobContract } from '@parley/contracts/job'
import { DelayedError, type Job, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import * as z from 'zod'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Redis } from './redis.ts'
import { type Trace, traceFrom } from './trace.ts'
import type { Tracing } from './tracing.ts'

interface Envelope {
  payload: unknown
  trace: Trace | null
}

/** Passed to a job's handler beside its payload. */
export interface JobRun {
  trace: Trace
  /** Aborted when the attempt has taken too long or the service stops. */
  signal: AbortSignal
  /** 1 for the first attempt. */
  attempt: number
  progress(value: number | object): Promise<void>
  log: Log
}

/**
 * Thrown by a handler that has nothing to do yet: the job runs again in `inMs` milliseconds. That is neither a failure
 * nor one of the job's attempts, so the handler itself must bound how long it postpones.
 */
export class Postpone extends Error {
  readonly inMs: number

  constructor(inMs: number) {
    super(`Postponed by ${inMs} ms.`)
    this.inMs = inMs
  }
}

/** The queues of every declared job, opened when first used. */
export function createQueues(options: { connection: Redis; prefix: string; jobs: readonly JobContract[] }) {
  const contracts = new Map(options.jobs.map((job) => [job.name, job]))
  const byEvent = Map.groupBy(
    options.jobs.flatMap((job) => (job.on ?? []).map((event) => ({ type: event.type, job }))),
    ({ type }) => type,
  )
  const open = new Map<string, Queue>()

  function queue(name: string): Queue {
    let found = open.get(name)
    if (!found) {
      found = new Queue(name, { connection: options.connection, prefix: options.prefix })
      open.set(name, found)
    }
    return found
  }

  async function add(name: string, id: string, payload: unknown, trace: Trace | null): Promise<void> {
    const job = contracts.get(name)
    if (!job) throw new Error(`No job is called ${name}.`)
    const envelope: Envelope = { payload, trace }
    await queue(name).add(name, envelope, {
      jobId: id,
      attempts: job.attempts,
      backoff: { type: 'exponential', delay: job.backoffMs },
      removeOnComplete: job.secret ?? { age: 3_600, count: 1_000 },
      removeOnFail: job.secret ?? { age: 7 * 86_400, count: 10_000 },
    })
  }

  return {
    add,
    /** The jobs that an event starts, each under the event's id. */
    addForEvent: (type: string, id: string, event: unknown, trace: Trace | null): Promise<void>[] =>
      (byEvent.get(type) ?? []).map(({ job }) => add(job.name, id, event, trace)),
    async close(): Promise<void> {
      await Promise.all([...open.values()].map((each) => each.close()))
    },
  }
}

export type Queues = ReturnType<typeof createQueues>

/** How soon another worker resumes a job whose worker died, and how often that may happen to one job. */
const stalled = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 10 } as const

/**
 * Processes a job's queue. A payload that its contract does not accept fails for good; anything else that throws is
 * retried as the contract says. An attempt that is postponed (`Postpone`), or aborted because the service stops, does
 * not count.
 */
export function createWorker<P extends z.ZodType>(
  job: JobContract<P>,
  options: { connection: Redis; prefix: string; log: Log; metrics: Metrics; tracing: Tracing; concurrency?: number },
  handler: (payload: z.output<P>, run: JobRun) => Promise<void>,
): Worker {
  const stopping = new AbortController()

  async function process(task: Job<Envelope>, token: string | undefined): Promise<void> {
    const span = options.tracing.start(`job ${job.name}`, task.data.trace ?? traceFrom(undefined, undefined))
    const { trace } = span
    const log = options.log.child({ job: job.name, jobId: task.id, requestId: trace.requestId })
    const parsed = job.payload.safeParse(task.data.payload)
    if (!parsed.success)
      throw new UnrecoverableError(`${job.name}: unreadable payload: ${z.prettifyError(parsed.error)}`)
    const observe = options.metrics.jobs.startTimer({ job: job.name })
    const timeout = AbortSignal.timeout(job.timeoutMs)
    const signal = AbortSignal.any([timeout, stopping.signal])
    try {
      const expired = new Promise<never>((_, reject) =>
        timeout.addEventListener('abort', () => reject(new Error(`${job.name} took more than ${job.timeoutMs} ms`))),
      )
      const run: JobRun = {
        trace,
        signal,
        log,
        attempt: task.attemptsMade + 1,
        progress: (value) => task.updateProgress(value),
      }
      await Promise.race([handler(parsed.data, run), expired])
      observe({ outcome: 'done' })
      span.end({ failed: false })
    } catch (error) {
      if (error instanceof Postpone) {
        observe({ outcome: 'postponed' })
        span.end({ failed: false })
        log.debug({ inMs: error.inMs }, 'a job is postponed')
        await task.moveToDelayed(Date.now() + error.inMs, token)
        throw new DelayedError()
      }
      if (stopping.signal.aborted && isAbort(error)) {
        observe({ outcome: 'stopped' })
        span.end({ failed: false })
        log.info('a job is aborted with its service, and returned to its queue')
        await task.moveToWait(token)
        throw new WaitingError()
      }
      observe({ outcome: 'failed' })
      span.end({ failed: true })
      log.warn({ err: error, attempt: task.attemptsMade + 1 }, 'a job’s attempt failed')
      throw error
    }
  }

  const worker = new Worker<Envelope>(job.name, process, {
    connection: options.connection,
    prefix: options.prefix,
    concurrency: options.concurrency ?? 4,
    ...stalled,
  })
  worker.on('error', (error) =>
    options.log.debug({ err: error, job: job.name }, 'a job’s worker failed; BullMQ retries'),
  )
  worker.on('closing', () => stopping.abort())
  return worker
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'
