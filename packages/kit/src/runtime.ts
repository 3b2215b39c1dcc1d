import type { EventContract } from '@parley/contracts/event'
import { events, internalEvents } from '@parley/contracts/events'
import type { JobContract } from '@parley/contracts/job'
import { jobs } from '@parley/contracts/jobs'
import { type ServiceName, schemaOf } from '@parley/contracts/services'
import type { Worker } from 'bullmq'
import { type Kysely, sql } from 'kysely'
import type * as z from 'zod'
import type { ServiceConfig } from './config.ts'
import { checkEncoding, createDatabase } from './database.ts'
import { deleteExpiredAnswers } from './idempotency.ts'
import { createQueues, createWorker, type JobRun } from './jobs.ts'
import { createLog, type Log } from './log.ts'
import { createLoops, type Loops } from './loops.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { isMigrated } from './migrate.ts'
import { createOutbox, type Outbox } from './outbox-publisher.ts'
import { createReadiness, type Readiness } from './readiness.ts'
import { connectQueue, connectRedis, connectSubscriber, type Redis } from './redis.ts'
import { createTracing, type Tracing } from './tracing.ts'
import { withTimeout } from './with-timeout.ts'

/** What every service needs; a service's context extends it. */
export interface ServiceRuntime<DB> {
  config: ServiceConfig
  log: Log
  metrics: Metrics
  readiness: Readiness
  tracing: Tracing
  db: Kysely<DB>
  /** For commands; fails at once while Redis is unavailable. */
  redis: Redis
  /** For subscriptions. */
  subscriber: Redis
  outbox: Outbox
  /** Runs a job's queue in this process from `start` on. */
  work<P extends z.ZodType>(
    job: JobContract<P>,
    handler: (payload: z.output<P>, run: JobRun) => Promise<void>,
    options?: { concurrency?: number },
  ): void
  /**
   * Cancels and erases the jobs of these kinds, whoever runs them, whose payload is about something that is erased.
   *
   * @param options `done` where those that are done are erased too, which are kept for a day
   * @returns how many there were
   */
  eraseJobs(
    jobs: readonly JobContract[],
    isAbout: (payload: unknown) => boolean,
    signal: AbortSignal,
    options?: { done?: boolean },
  ): Promise<number>
  /**
   * Repeats work in this process from `start` on: at once, then every `intervalMs` (which varies by a tenth) after the run
   * before has ended. A run that fails is repeated later each time; failures in a row are logged once, and so is their end.
   *
   * @param name what it does, as logs and metrics show it: `delete-expired-answers`
   */
  every: Loops['every']
  /** Has something that the service opened closed after everything else has ended that may use it. */
  onClose(what: string, close: () => Promise<unknown>): void
  /** Waits for the schema this version needs, then starts the outbox, the workers and the loops. */
  start(): Promise<void>
  /** Ends loops and workers, then the outbox, then the connections. */
  close(): Promise<void>
}

const migrationPollMs = 500
const expireEveryMs = 60_000
const closeTimeoutMs = 3_000

/**
 * Opens what every service needs. Nothing is connected to until it is used or `start` is called.
 *
 * @param own events that it publishes and jobs that it runs beside the platform's: a test's
 */
export function openRuntime<DB>(
  service: ServiceName,
  config: ServiceConfig,
  own: { events?: readonly EventContract[]; jobs?: readonly JobContract[] } = {},
): ServiceRuntime<DB> {
  const log = createLog(service, config)
  const metrics = createMetrics(service)
  const readiness = createReadiness()
  const tracing = createTracing(service, config.OTEL_EXPORTER_OTLP_ENDPOINT)
  const db = createDatabase<DB>(service, { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, log })
  const redis = connectRedis(config.REDIS_URL, log)
  const subscriber = connectSubscriber(config.REDIS_URL, log)
  const queue = connectQueue(config.REDIS_URL, log)
  const queues = createQueues({ connection: queue, prefix: config.REDIS_PREFIX, jobs: [...jobs, ...(own.jobs ?? [])] })
  const loops = createLoops({ log, metrics })
  const outbox = createOutbox({
    service,
    db,
    redis,
    subscriber,
    prefix: config.REDIS_PREFIX,
    queues,
    events: [...events, ...internalEvents, ...(own.events ?? [])],
    every: loops.every,
    log,
    metrics,
    checksEvents: config.PARLEY_ENV !== 'production',
  })
  const pending: (() => Worker)[] = []
  const workers: Worker[] = []
  const opened: { what: string; close: () => Promise<unknown> }[] = []
  let migrated = false
  let stopping = false

  loops.every('delete-expired-answers', expireEveryMs, async () => {
    const hasMore = await deleteExpiredAnswers(db)
    return hasMore ? 0 : undefined
  })
  readiness.add('postgres', () => sql`select 1`.execute(db), { required: true })
  readiness.add('redis', () => redis.ping(), { required: false })
  readiness.add(
    'migrations',
    async () => {
      if (!migrated) throw new Error('the database has not been migrated to this version yet')
    },
    { required: true },
  )

  const closing = (work: Promise<unknown>, what: string): Promise<unknown> =>
    withTimeout(closeTimeoutMs, work, `${what} did not close in time`).catch((error) =>
      log.warn({ err: error }, `${what} could not be closed; the process exits without it`),
    )

  return {
    config,
    log,
    metrics,
    readiness,
    tracing,
    db,
    redis,
    subscriber,
    outbox,
    work(job, handler, options) {
      pending.push(() =>
        createWorker(
          job,
          { connection: queue, prefix: config.REDIS_PREFIX, log, metrics, tracing, ...options },
          handler,
        ),
      )
    },
    async eraseJobs(of, isAbout, signal, options) {
      let erased = 0
      for (const { name } of of) erased += await queues.erase(name, isAbout, signal, options)
      return erased
    },
    every: loops.every,
    onClose: (what, close) => void opened.push({ what, close }),
    async start() {
      await tracing.ready()
      await untilMigrated(service, db, log, () => stopping)
      if (stopping) return
      migrated = true
      await outbox.start()
      for (const create of pending) workers.push(create())
      loops.start()
    },
    async close() {
      stopping = true
      // Without Redis BullMQ would wait for it to come back.
      const force = queue.status !== 'ready'
      await Promise.all([
        closing(loops.close(), 'loops'),
        closing(Promise.all(workers.map((worker) => worker.close(force))), 'workers'),
      ])
      await closing(outbox.close(), 'the outbox')
      await closing(queues.close(), 'queues')
      await Promise.all(opened.map(({ what, close }) => closing(close(), what)))
      for (const connection of [redis, subscriber, queue]) connection.disconnect()
      await db.destroy()
      await tracing.close().catch((error) => log.warn({ err: error }, 'the last spans were not sent'))
    },
  }
}

/** Services never migrate: they wait until the migrator has brought their schema to the version they need. */
async function untilMigrated<DB>(
  service: ServiceName,
  db: Kysely<DB>,
  log: Log,
  stopped: () => boolean,
): Promise<void> {
  let said = false
  for (;;) {
    try {
      await checkEncoding(db)
      if (await isMigrated(service, db)) return
      if (!said) log.info({ schema: schemaOf(service) }, 'waiting for the migrator')
    } catch (error) {
      if ((error as Error).message.startsWith('The database is ')) throw error
      if (!said) log.info({ reason: (error as Error).message }, 'waiting for the database')
    }
    said = true
    if (stopped()) return
    await new Promise((resolve) => setTimeout(resolve, migrationPollMs))
  }
}
