import type { Facts } from '@parley/contracts/event'
import type { JobContract } from '@parley/contracts/job'
import { DelayedError, FlowProducer, type Job, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import * as z from 'zod'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Redis } from './redis.ts'
import { type Trace, traceFrom } from './trace.ts'
import type { Tracing } from './tracing.ts'

interface Envelope {
  payload: unknown
  trace: Trace | null
  /** The job was cancelled, or is done and its payload was secret: it is not run (again). */
  isOver?: boolean
}

const over: Envelope = { payload: null, trace: null, isOver: true }

/** How one job is to run; what is the same for all of its kind is in its contract. */
export interface JobOptions {
  /** Runs this many milliseconds after its transaction began, at the earliest. */
  delayMs?: number
  /** 0, which runs first, to 2,097,151, which runs last; 0 if not given. */
  priority?: number
  /** Jobs that run first, each under its own contract; when one fails for good, so does this one. */
  children?: ChildJob[]
}

export interface ChildJob {
  name: string
  payload: unknown
}

/** A job that another one waits for: `insertJob(tx, importHistory, payload, trace, { children: [childJob(importPage, …)] })`. */
export const childJob = <P extends z.ZodType>(job: JobContract<P>, payload: z.input<P>): ChildJob => ({
  name: job.name,
  payload,
})

const StoredOptions = z.object({
  delayMs: z.number().min(0).default(0),
  priority: z.int().min(0).max(2_097_151).default(0),
  children: z.array(z.object({ name: z.string(), payload: z.unknown() })).default([]),
})

/** A job as the outbox holds it; `written_at` is in microseconds since 1970. */
interface JobRow {
  name: string
  id: string
  payload: unknown
  options: unknown
  trace: Trace | null
  written_at: number
}

/** Thrown for what cannot be published as it is, however often it is tried. */
export class Unpublishable extends Error {}

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

/** What is kept of jobs that are over: their ids outlive their outbox rows, so that none is added twice. */
const kept = { removeOnComplete: { age: 86_400, count: 10_000 }, removeOnFail: { age: 7 * 86_400, count: 10_000 } }
const capped = 'capped'

/** The queues of every declared job, opened when first used. */
export function createQueues(options: { connection: Redis; prefix: string; jobs: readonly JobContract[] }) {
  const { connection, prefix } = options
  const contracts = new Map(options.jobs.map((job) => [job.name, job]))
  const byEvent = Map.groupBy(
    options.jobs.flatMap((job) => (job.on ?? []).map((event) => ({ type: event.type, job }))),
    ({ type }) => type,
  )
  const open = new Map<string, Queue<Envelope>>()
  let flows: FlowProducer | undefined

  function queue(name: string): Queue<Envelope> {
    let found = open.get(name)
    if (!found) {
      found = new Queue<Envelope>(name, { connection, prefix })
      open.set(name, found)
    }
    return found
  }

  function contractOf(name: string): JobContract {
    const job = contracts.get(name)
    if (!job) throw new Unpublishable(`No job is called ${name}.`)
    return job
  }

  function assertReadable(name: string, payload: unknown): void {
    const { error } = contractOf(name).payload.safeParse(payload)
    if (error) throw new Unpublishable(`${name}: unreadable payload: ${z.prettifyError(error)}`)
  }

  const settings = (name: string, jobId: string) => ({
    jobId,
    attempts: contractOf(name).attempts,
    backoff: { type: capped },
    ...kept,
  })

  async function add(name: string, id: string, payload: unknown, trace: Trace | null): Promise<void> {
    await queue(name).add(name, { payload, trace }, settings(name, id))
  }

  return {
    add,

    /**
     * Adds the job of an outbox row under the row's id, unless it has been added before.
     *
     * @throws Unpublishable where the job is unknown, or its payload or options are unreadable
     */
    async addRow({ name, id, payload, trace, options, written_at: writtenAt }: JobRow): Promise<void> {
      assertReadable(name, payload)
      if (!options) return add(name, id, payload, trace)
      const parsed = StoredOptions.safeParse(options)
      if (!parsed.success) throw new Unpublishable(`${name}: unreadable options: ${z.prettifyError(parsed.error)}`)
      const { delayMs, priority, children } = parsed.data
      for (const child of children) assertReadable(child.name, child.payload)
      const delay = Math.min(delayMs, Math.max(0, Math.ceil(writtenAt / 1_000 + delayMs - Date.now())))
      const opts = { ...settings(name, id), delay, priority }
      const data: Envelope = { payload, trace }
      if (children.length === 0) {
        await queue(name).add(name, data, opts)
        return
      }
      flows ??= new FlowProducer({ connection, prefix })
      await flows.add({
        name,
        queueName: name,
        data,
        opts,
        children: children.map((child, index) => ({
          name: child.name,
          queueName: child.name,
          data: { payload: child.payload, trace },
          opts: { ...settings(child.name, `${id}-${index}`), failParentOnFailure: true },
        })),
      })
    },

    /** Adds the jobs that an event starts, each under the event's id. */
    addForEvent: (
      type: string,
      id: string,
      event: unknown,
      facts: Facts | null,
      trace: Trace | null,
    ): Promise<void>[] =>
      (byEvent.get(type) ?? [])
        .filter(({ job }) => (job.needs === undefined || facts?.[job.needs] !== false) && startsFor(job, event))
        .map(({ job }) => add(job.name, id, event, trace)),

    /**
     * Cancels the job that `payload` names by its id. One that has not been added yet is added as cancelled.
     *
     * @throws Unpublishable where the job is unknown, or the payload unreadable
     */
    async cancel(name: string, payload: unknown): Promise<void> {
      const parsed = Cancellation.safeParse(payload)
      if (!parsed.success) throw new Unpublishable(`${name}: unreadable cancellation`)
      const { id } = parsed.data
      const task = await queue(name).add(name, over, settings(name, id))
      await task.updateData(over)
      if (await task.isDelayed()) await task.promote().catch(() => {}) // it has just become due
    },

    /**
     * Cancels the jobs of a kind whose payload is about something that is erased, and erases what they keep: those that
     * wait, that run, and that were given up. What a run writes once more is for the caller to look for again.
     *
     * @param done whether those that are done are erased too, for what is found in what they were about
     * @returns how many there were
     */
    async erase(
      name: string,
      isAbout: (payload: unknown) => boolean,
      signal: AbortSignal,
      { done = false }: { done?: boolean } = {},
    ): Promise<number> {
      let erased = 0
      // The newest first: a queue is taken from at its other end, so none is passed over.
      for (const state of done ? [...erasable, 'completed' as const] : erasable)
        for (let first = 0; ; first += erasedAtOnce) {
          signal.throwIfAborted()
          const tasks = await queue(name).getJobs([state], first, first + erasedAtOnce - 1)
          for (const task of tasks) {
            // One that is done meanwhile and was removed is undefined.
            if (!task || task.data.isOver || !isAbout(task.data.payload)) continue
            if (!(await overwrite(task))) continue
            if (state === 'delayed') await task.promote().catch(() => {}) // it has just become due
            erased++
          }
          if (tasks.length < erasedAtOnce) break
        }
      return erased
    },

    async close(): Promise<void> {
      await Promise.all([flows, ...open.values()].map((each) => each?.close()))
    },
  }
}

/** Erases what a job keeps; false where it has been removed meanwhile. */
async function overwrite(task: Job<Envelope>): Promise<boolean> {
  try {
    await task.updateData(over)
    return true
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Missing key for job')) return false
    throw error
  }
}

/** In the order in which jobs go through them; those that are done have been erased, or hold nothing worth it. */
const erasable = ['delayed', 'prioritized', 'wait', 'active', 'failed'] as const
const erasedAtOnce = 200

const Cancellation = z.object({ id: z.string() })

/** An event that its contract does not accept starts the job, which then fails with the reason. */
function startsFor({ when, payload }: JobContract, event: unknown): boolean {
  if (!when) return true
  const parsed = payload.safeParse(event)
  return !parsed.success || when(parsed.data)
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
  const maxBackoffMs = job.maxBackoffMs ?? 3_600_000

  async function process(task: Job<Envelope>, token: string | undefined): Promise<void> {
    const span = options.tracing.start(`job ${job.name}`, task.data.trace ?? traceFrom(undefined, undefined))
    const { trace } = span
    const log = options.log.child({ job: job.name, jobId: task.id, requestId: trace.requestId })
    if (task.data.isOver) return
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
      if (job.secret) await task.updateData(over)
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
    settings: { backoffStrategy: (attempts) => Math.min(job.backoffMs * 2 ** (attempts - 1), maxBackoffMs) },
  })
  // Given up: after its attempts, for an unreadable payload, with a child, or because it has stalled too often.
  worker.on('failed', (task) => {
    if (!job.secret || !task?.finishedOn) return
    task.updateData(over).catch((error) => options.log.warn({ err: error, job: job.name }, 'a secret payload was kept'))
  })
  worker.on('error', (error) =>
    options.log.debug({ err: error, job: job.name }, 'a job’s worker failed; BullMQ retries'),
  )
  worker.on('closing', () => stopping.abort())
  return worker
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'
