import { randomUUID } from 'node:crypto'
import type { EventContract, Facts } from '@parley/contracts/event'
import { defineJob, type JobContract } from '@parley/contracts/job'
import { childJob, createQueues, createWorker, type JobOptions, type JobRun } from '@parley/kit/jobs'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { connectQueue } from '@parley/kit/redis'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newRedisPrefix } from '@parley/testing/platform'
import { type Job, Queue } from 'bullmq'
import { describe, expect, inject, it, vi } from 'vitest'
import * as z from 'zod'

const rang = { type: 'bell.rang' } as EventContract
const settings = { owner: 'chat-engine', summary: 'A test’s.', attempts: 4, backoffMs: 10, timeoutMs: 5_000 } as const
const step = defineJob({ ...settings, name: 'step', payload: z.object({ step: z.string() }), maxBackoffMs: 20 })
const gather = defineJob({ ...settings, name: 'gather', payload: z.object({ step: z.string() }) })
const whisper = defineJob({ ...settings, name: 'whisper', payload: z.object({ token: z.string() }), secret: true })
const stuck = defineJob({ ...settings, name: 'stuck', payload: z.object({}), attempts: 2, timeoutMs: 50 })
const listen = defineJob({
  ...settings,
  name: 'listen',
  payload: z.object({ data: z.object({ isLoud: z.boolean(), id: z.string() }) }),
  on: [rang],
  needs: 'is_heard',
  when: ({ data }) => data.isLoud,
})

const prefix = newRedisPrefix()
const log = createLog('test', { LOG_LEVEL: 'silent' })
const connection = connectQueue(inject('parley').redisUrl, log)
const queues = createQueues({ connection, prefix, jobs: [step, gather, whisper, stuck, listen] })
const metrics = createMetrics('test')
const workOptions = {
  connection,
  prefix,
  log,
  metrics,
  tracing: createTracing('test', undefined),
  concurrency: 1,
}
const inspected = new Map(
  [step, gather, whisper, stuck].map(({ name }) => [name, new Queue(name, { connection, prefix })]),
)
closeAfterwards({
  async close() {
    await Promise.all([queues, ...inspected.values()].map((each) => each.close()))
    connection.disconnect()
  },
})

/** A job as its outbox row calls for it. */
const rowOf = <P extends z.ZodType>(job: JobContract<P>, payload: z.input<P>, options: JobOptions | null = null) => ({
  name: job.name,
  id: randomUUID(),
  payload,
  options,
  trace: null,
  written_at: Date.now() * 1_000,
})

function work<P extends z.ZodType>(job: JobContract<P>, handler: (payload: z.output<P>, run: JobRun) => Promise<void>) {
  const worker = createWorker(job, workOptions, handler)
  closeAfterwards(worker)
  return worker
}

const stored = async (name: string, id: string): Promise<Job> => (await inspected.get(name)!.getJob(id))!

const untilState = (name: string, id: string, state: string) =>
  vi.waitFor(async () => expect(await (await stored(name, id)).getState()).toBe(state), 30_000)

describe('a job', () => {
  it('with a priority runs before those with a larger one, and after those without', async () => {
    const ran: string[] = []
    for (const [name, priority] of [
      ['third', 2],
      ['second', 1],
      ['first', 0],
    ] as const)
      await queues.addRow(rowOf(step, { step: name }, { priority }))
    const worker = work(step, async (payload) => void ran.push(payload.step))
    await vi.waitFor(() => expect(ran).toEqual(['first', 'second', 'third']), 30_000)
    await worker.close()
  })

  it('waits longer for each try, up to the limit of its contract', async () => {
    const delays: number[] = []
    const worker = work(step, async () => {
      throw new Error('a failure')
    })
    worker.on('failed', (task) => delays.push(task!.delay))
    const row = rowOf(step, { step: 'never' })
    await queues.addRow(row)
    await untilState('step', row.id, 'failed')
    expect(delays.slice(0, 3)).toEqual([10, 20, 20])
    await worker.close()
  })

  it('that takes too long is aborted, fails and is retried, also where it does not heed its signal', async () => {
    const signals: AbortSignal[] = []
    const worker = work(stuck, async (_, { signal, attempt }) => {
      if (attempt > 1) return
      signals.push(signal)
      await new Promise(() => {})
    })
    const row = rowOf(stuck, {})
    await queues.addRow(row)
    await untilState('stuck', row.id, 'completed')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect((await stored('stuck', row.id)).attemptsMade).toBe(2)
    const { values } = await metrics.jobs.get()
    const outcomes = values.filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.job === 'stuck')
    expect(outcomes.map(({ labels, value }) => [labels.outcome, value]).sort()).toEqual([
      ['done', 1],
      ['failed', 1],
    ])
    await worker.close()
  })

  it('is delayed from when its row was written, not from when it was published', async () => {
    const late = { ...rowOf(step, { step: 'soon' }, { delayMs: 60_000 }), written_at: (Date.now() - 50_000) * 1_000 }
    await queues.addRow(late)
    const { delay } = await stored('step', late.id)
    expect(delay).toBeGreaterThan(0)
    expect(delay).toBeLessThanOrEqual(10_000)
    await queues.cancel('step', { id: late.id })
  })

  it('runs once, however often its row is published, be it over already', async () => {
    const ran: string[] = []
    const worker = work(step, async (payload) => void ran.push(payload.step))
    const row = rowOf(step, { step: 'only' })
    await queues.addRow(row)
    await untilState('step', row.id, 'completed')
    await queues.addRow(row)
    const next = rowOf(step, { step: 'next' })
    await queues.addRow(next)
    await untilState('step', next.id, 'completed')
    expect(ran).toEqual(['only', 'next'])
    await worker.close()
  })

  it('that is cancelled does not run, in whatever order the two are published', async () => {
    const ran: string[] = []
    const delayed = rowOf(step, { step: 'delayed' }, { delayMs: 60_000 })
    const waiting = rowOf(step, { step: 'waiting' })
    const later = rowOf(step, { step: 'published after its cancellation' })
    await queues.addRow(delayed)
    await queues.addRow(waiting)
    for (const { id } of [delayed, waiting, later]) await queues.cancel('step', { id })
    await queues.addRow(later)
    const worker = work(step, async (payload) => void ran.push(payload.step))
    for (const { id } of [delayed, waiting, later]) await untilState('step', id, 'completed')
    expect(ran).toEqual([])
    await worker.close()
  })

  it('with children runs after them, each once, though its row is published twice', async () => {
    const ran: string[] = []
    const row = rowOf(
      gather,
      { step: 'all' },
      {
        children: [childJob(step, { step: 'one' }), childJob(step, { step: 'two' })],
      },
    )
    await queues.addRow(row)
    await queues.addRow(row)
    const parents = work(gather, async (payload) => void ran.push(payload.step))
    const children = work(step, async (payload) => void ran.push(payload.step))
    await untilState('gather', row.id, 'completed')
    await queues.addRow(row)
    const next = rowOf(step, { step: 'next' })
    await queues.addRow(next)
    await untilState('step', next.id, 'completed')
    expect(ran.toSorted()).toEqual(['all', 'next', 'one', 'two'])
    expect(ran[2]).toBe('all')
    await Promise.all([parents.close(), children.close()])
  })

  it('fails for good when one of its children has', async () => {
    const ran: string[] = []
    const row = rowOf(gather, { step: 'all' }, { children: [childJob(step, { step: 'one' })] })
    await queues.addRow(row)
    const parents = work(gather, async (payload) => void ran.push(payload.step))
    const children = work(step, async () => {
      throw new Error('a failure')
    })
    await untilState('gather', row.id, 'failed')
    expect(ran).toEqual([])
    await Promise.all([parents.close(), children.close()])
  })

  it('is started by those events alone that its contract asks for', async () => {
    const ran: string[] = []
    const worker = work(listen, async ({ data }) => void ran.push(data.id))
    const ring = (id: string, isLoud: boolean, facts: Facts | null) =>
      Promise.all(queues.addForEvent(rang.type, id, { data: { isLoud, id } }, facts, null))
    await ring('quiet', false, { is_heard: true })
    await ring('unheard', true, { is_heard: false })
    await ring('heard', true, { is_heard: true })
    await ring('unknown', true, null)
    await vi.waitFor(() => expect(ran).toEqual(['heard', 'unknown']))
    await worker.close()
  })
})

describe('a secret payload', () => {
  it('is erased when its job is done or given up; the job stays, and is not added again', async () => {
    const heard: string[] = []
    const worker = work(whisper, async ({ token }) => {
      heard.push(token)
      if (token === 'refused') throw new Error('a failure')
    })
    const done = rowOf(whisper, { token: 'accepted' })
    const failed = rowOf(whisper, { token: 'refused' })
    await queues.addRow(done)
    await queues.addRow(failed)
    await untilState('whisper', done.id, 'completed')
    await untilState('whisper', failed.id, 'failed')
    for (const { id } of [done, failed])
      await vi.waitFor(async () => expect(JSON.stringify(await stored('whisper', id))).not.toMatch(/accepted|refused/))
    const next = rowOf(whisper, { token: 'next' })
    for (const row of [done, failed, next]) await queues.addRow(row)
    await untilState('whisper', next.id, 'completed')
    expect(heard).toEqual(['accepted', 'refused', 'refused', 'refused', 'refused', 'next'])
    await worker.close()
  })
})
