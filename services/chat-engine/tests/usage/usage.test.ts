import { randomUUID } from 'node:crypto'
import { title } from '@parley/contracts/endpoint'
import { listBudgets, putBudget } from '@parley/contracts/usage/budgets'
import { listUsage, maxUsageDays } from '@parley/contracts/usage/usage'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { transaction } from '@parley/kit/outbox'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { colleague, newcomer, people, proveAddress } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { mailsTo } from '@parley/testing/rows/gateway'
import { describe, expect, it, vi } from 'vitest'
import type { DB } from '../../src/schema.ts'
import { overBudget, requireBudget } from '../../src/usage/budgets.ts'
import { notifyOfBudgets } from '../../src/usage/notices.ts'
import { createPrices } from '../../src/usage/prices.ts'
import { recordUsage, type UsageEntry } from '../../src/usage/record.ts'

const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  // The owners of budgets are notified where a test does it.
  serviceEnv: { 'chat-engine': { BUDGET_NOTICE_MS: '3600000' } },
})
const { query } = platform.database
const { ada, bob, gus, eve } = await people(platform)
const amy = await colleague(platform, ada, 'amy', { role: 'admin' })
await proveAddress(platform, ada.email)
const db = createDatabase<DB>('chat-engine', {
  url: platform.database.urlOf('chat-engine'),
  poolSize: 20,
  connectTimeoutMs: 60_000,
  log: createLog('chat-engine', { LOG_LEVEL: 'silent' } as never),
})
closeAfterwards({ close: () => db.destroy() })
const prices = createPrices()

const newTwin = async (workspaceId: string, name = 'Twin') => {
  const [twin] = await query<{ id: string }>(
    'insert into chat_engine.twins (workspace_id, name, handle) values ($1, $2, $3) returning id',
    [workspaceId, name, randomUUID()],
  )
  return twin!.id
}

/** An answer by Haiku 4.5 that has cost as many cents. */
const costing = (workspaceId: string, cents: number, more: Partial<UsageEntry> = {}) =>
  recordUsage(db, prices, {
    workspaceId,
    userId: null,
    twinId: null,
    runId: null,
    purpose: 'chat',
    model: 'claude-haiku-4-5',
    usage: { inputTokens: cents * 10_000, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    ...more,
  })

/** A workspace of its own, whose owner's address is proven. */
let number = 0
async function newOwner() {
  number++
  const owner = await newcomer(platform, `owner-${number}`)
  await proveAddress(platform, owner.email)
  return owner
}
const noticesTo = async (email: string) =>
  (await mailsTo(platform.database, email)).filter(({ subject }) => subject.includes('AI this month'))

describe(title(listUsage), () => {
  const twinId = newTwin(ada.workspaceId, 'Ori')
  const asked = (async () => {
    await costing(ada.workspaceId, 100, { userId: ada.userId, twinId: await twinId, purpose: 'twin' })
    await costing(ada.workspaceId, 200, { userId: bob.userId })
    await costing(ada.workspaceId, 1, { userId: bob.userId, model: 'unheard-of' })
    await costing(ada.workspaceId, 50, { purpose: 'analysis', model: 'local' })
    await costing(eve.workspaceId, 7, { userId: eve.userId })
  })()
  const one = { answers: 1, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, unpriced_tokens: 0 }

  it('sums what was used, in each kind of group, the dearest first', async () => {
    await asked
    const by = async (group_by: 'user' | 'twin' | 'model' | 'purpose' | 'day') =>
      (await ada.call(listUsage, { group_by })).data
    const bobs = { ...one, answers: 2, input_tokens: 2_010_000, cost_usd: 2, unpriced_tokens: 10_000 }
    expect(await by('user')).toEqual([
      { key: bob.userId, name: 'bob', ...bobs },
      { key: ada.userId, name: 'ada', ...one, input_tokens: 1_000_000, cost_usd: 1 },
      { key: null, name: null, ...one, input_tokens: 500_000, cost_usd: 0 },
    ])
    expect(await by('twin')).toMatchObject([
      { key: null, name: null, answers: 3, cost_usd: 2 },
      { key: await twinId, name: 'Ori', answers: 1, cost_usd: 1 },
    ])
    expect(await by('model')).toMatchObject([
      { key: 'claude-haiku-4-5', cost_usd: 3 },
      { key: 'local', cost_usd: 0, input_tokens: 500_000 },
      { key: 'unheard-of', cost_usd: 0, unpriced_tokens: 10_000 },
    ])
    expect(await by('purpose')).toMatchObject([{ key: 'chat' }, { key: 'twin' }, { key: 'analysis' }])
    expect(await by('day')).toMatchObject([{ key: new Date().toISOString().slice(0, 10), answers: 4, cost_usd: 3 }])
  })

  it('shows people who run nothing their own alone', async () => {
    await asked
    expect((await bob.call(listUsage, { group_by: 'user' })).data).toMatchObject([{ key: bob.userId, answers: 2 }])
    expect((await gus.call(listUsage, {})).data).toEqual([])
    expect((await amy.call(listUsage, { group_by: 'user' })).data).toHaveLength(3)
  })

  it('comes in pages, with the totals of all', async () => {
    await asked
    const page = await ada.call(listUsage, { group_by: 'user', limit: 1, offset: 2 })
    expect(page.data).toMatchObject([{ key: null }])
    expect(page.meta).toMatchObject({ total: 3, page: 3, limit: 1, offset: 2, group_by: 'user' })
    expect(page.meta.totals).toEqual({
      ...one,
      answers: 4,
      input_tokens: 3_510_000,
      cost_usd: 3,
      unpriced_tokens: 10_000,
    })
    const beyond = await ada.call(listUsage, { group_by: 'user', offset: 3 })
    expect([beyond.data, beyond.meta.totals]).toEqual([[], page.meta.totals])
  })

  it('is of the days that are asked for', async () => {
    const { workspaceId, call } = await newOwner()
    for (const day of ['2026-01-31', '2026-02-01', '2026-02-28'])
      await query(
        `insert into chat_engine.usage_days select $1, $2::date, null, null, 'local', 'chat', 1, 1, 1, 1, 1, 0, 0`,
        [workspaceId, day],
      )
    const daysOf = async (given: { from?: string; to?: string }) =>
      (await call(listUsage, given)).data.map(({ key }) => key)
    expect(await daysOf({ from: '2026-01-31', to: '2026-02-01' })).toEqual(['2026-01-31', '2026-02-01'])
    expect(await daysOf({ to: '2026-02-28' })).toEqual(['2026-02-01', '2026-02-28'])
    expect(await daysOf({})).toEqual([])
  })

  it.each([
    [{ from: '2026-02-02', to: '2026-02-01' }, 'to: Must not be before from.'],
    [{ from: '2025-01-01', to: '2026-01-02' }, `from: Must be at most ${maxUsageDays} days before to.`],
    [{ from: '2026-02-30' }, 'from: Must be a day, such as 2026-11-29.'],
    [{ to: '0000-01-01' }, 'to: Must not be before 1970.'],
    [{ group_by: 'run' }, 'group_by: '],
  ])('refuses %o', async (given, message) => {
    const { status, body } = await ada.answerTo(listUsage, given as never)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(message)
  })
})

describe('usage', () => {
  it('that is recorded 200 times at once is summed exactly, for the run too', async () => {
    const { workspaceId, call } = await newOwner()
    const twinId = await newTwin(workspaceId)
    const [run] = await query<{ id: string }>(
      `insert into chat_engine.runs (workspace_id, user_id, session_id, request, trace, status, ended_at)
       values ($1, $2, $2, '{}', '{}', 'done', now()) returning id`,
      [workspaceId, randomUUID()],
    )
    const entry = {
      workspaceId,
      userId: null,
      twinId,
      runId: run!.id,
      purpose: 'twin',
      model: 'claude-haiku-5-5',
      usage: { inputTokens: 1, outputTokens: 3, cacheReadTokens: 5, cacheWriteTokens: 7 },
    } as const
    await Promise.all(Array.from({ length: 200 }, () => transaction(db, (tx) => recordUsage(tx, prices, entry))))
    const billionths = 100 + 3 * 500 + 5 * 10 + 7 * 125
    const { data } = await call(listUsage, { group_by: 'twin' })
    expect(data).toMatchObject([
      { answers: 200, input_tokens: 200, output_tokens: 600, cache_read_tokens: 1_000, cache_write_tokens: 1_400 },
    ])
    const months = await query<{ scope_id: string; cost: string }>(
      'select scope_id, sum(cost_usd)::text as cost from chat_engine.usage_months where workspace_id = $1 group by 1',
      [workspaceId],
    )
    const cost = ((billionths * 200) / 1e9).toFixed(9)
    expect(new Map(months.map((month) => [month.scope_id, month.cost]))).toEqual(
      new Map([
        [workspaceId, cost],
        [twinId, cost],
      ]),
    )
    const [{ cost_usd }] = (await query('select cost_usd::text from chat_engine.runs where id = $1', [run!.id])) as [
      { cost_usd: string },
    ]
    expect(cost_usd).toBe((billionths / 1e9).toFixed(9))
  })

  it('of a transaction that is rolled back counts for nothing', async () => {
    const { workspaceId, call } = await newOwner()
    const failed = transaction(db, async (tx) => {
      await recordUsage(tx, prices, {
        ...{ workspaceId, userId: null, twinId: null, runId: null, purpose: 'chat', model: 'claude-opus-4-6' },
        usage: { inputTokens: 5, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 },
      })
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    expect((await call(listUsage, {})).meta.totals.answers).toBe(0)
  })
})

describe(title(putBudget), () => {
  it('sets, changes and removes budgets, which are listed with what is spent of them', async () => {
    const { workspaceId, userId, call } = await newOwner()
    const twinId = await newTwin(workspaceId, 'Ori')
    await costing(workspaceId, 60, { twinId })
    await costing(workspaceId, 30)
    const nextMonth = new Date()
    const resets_at = new Date(Date.UTC(nextMonth.getUTCFullYear(), nextMonth.getUTCMonth() + 1, 1)).toISOString()
    const common = { resets_at, notified_at: null, updated_by: userId, updated_at: expect.any(String) }
    expect((await call(putBudget, { soft_usd: 0.9, hard_usd: 20 })).data).toEqual({
      scope: 'workspace',
      twin_id: null,
      twin_name: null,
      soft_usd: 0.9,
      hard_usd: 20,
      spent_usd: 0.9,
      status: 'soft_exceeded',
      ...common,
    })
    await call(putBudget, { twin_id: twinId, hard_usd: 0.6 })
    expect((await call(listBudgets, {})).data).toMatchObject([
      { scope: 'workspace' },
      { scope: 'twin', twin_id: twinId, twin_name: 'Ori', soft_usd: null, spent_usd: 0.6, status: 'hard_exceeded' },
    ])
    expect((await call(putBudget, { twin_id: twinId, soft_usd: 0.61 })).data).toMatchObject({
      hard_usd: null,
      status: 'ok',
    })
    expect((await call(listBudgets, { limit: 1, offset: 1 })).meta).toEqual({ total: 2, page: 2, limit: 1, offset: 1 })
    expect((await call(putBudget, { twin_id: twinId, soft_usd: null })).data).toBeNull()
    await query('delete from chat_engine.twins where id = $1', [twinId])
    expect((await call(listBudgets, {})).data).toMatchObject([{ scope: 'workspace' }])
  })

  it('goes with its twin', async () => {
    const { workspaceId, call } = await newOwner()
    const twinId = await newTwin(workspaceId)
    await call(putBudget, { twin_id: twinId, hard_usd: 1 })
    await query('delete from chat_engine.twins where id = $1', [twinId])
    expect((await call(listBudgets, {})).data).toEqual([])
  })

  it.each([
    [{ soft_usd: 2, hard_usd: 1 }, 'soft_usd: Must not be more than hard_usd.'],
    [{ soft_usd: 0.001 }, 'soft_usd: Must have at most two decimals.'],
    [{ hard_usd: -1 }, 'hard_usd: '],
    [{ hard_usd: 1_000_001 }, 'hard_usd: '],
    [{ hard_usd: '5' }, 'hard_usd: '],
  ])('refuses %o', async (given, message) => {
    const { status, body } = await ada.answerTo(putBudget, given as never)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(message)
  })

  it('answers for a twin of another workspace as for one that does not exist', async () => {
    const foreign = { twin_id: await newTwin(eve.workspaceId), hard_usd: 1 }
    const answer = await ada.answerTo(putBudget, foreign)
    expect(answer.status).toBe(404)
    expect(answer).toEqual(await ada.answerTo(putBudget, { ...foreign, twin_id: randomUUID() }))
  })
})

describe('a hard budget', () => {
  it('refuses new answers once it is used up, saying which and until when', async () => {
    const { workspaceId, call } = await newOwner()
    const twinId = await newTwin(workspaceId)
    await call(putBudget, { hard_usd: 1 })
    await costing(workspaceId, 99)
    await requireBudget(db, { workspaceId, twinId: null })
    await costing(workspaceId, 1)
    const refusal = await requireBudget(db, { workspaceId, twinId: null }).catch((error) => error)
    expect(refusal).toMatchObject({ code: 'budget_exceeded' })
    expect(refusal.message).toMatch(
      /^The workspace’s budget of \$1\.00 .* begins anew at \d{4}-\d\d-01T00:00:00\.000Z\.$/,
    )
    const seconds = Number(refusal.headers['Retry-After'])
    const [, resetsAt] = /anew at (.*)\.$/.exec(refusal.message)!
    expect(Math.abs(Date.parse(resetsAt!) - Date.now() - seconds * 1_000)).toBeLessThan(60_000)
    await expect(requireBudget(db, { workspaceId, twinId })).rejects.toThrow('The workspace’s budget')
    await call(putBudget, { hard_usd: 1.01 })
    await requireBudget(db, { workspaceId, twinId })
  })

  it('of a twin refuses that twin alone', async () => {
    const { workspaceId, call } = await newOwner()
    const [twinId, other] = [await newTwin(workspaceId), await newTwin(workspaceId)]
    await call(putBudget, { twin_id: twinId, hard_usd: 0.5 })
    await costing(workspaceId, 500, { twinId: other })
    await costing(workspaceId, 50, { twinId })
    await expect(requireBudget(db, { workspaceId, twinId })).rejects.toThrow('The twin’s budget of $0.50')
    await requireBudget(db, { workspaceId, twinId: other })
    await requireBudget(db, { workspaceId, twinId: null })
  })

  it('ends an answer that uses the rest of it while it is written', async () => {
    const { workspaceId, call } = await newOwner()
    await call(putBudget, { hard_usd: 0.02 })
    await costing(workspaceId, 1)
    const scope = { workspaceId, twinId: null }
    expect(await overBudget(db, scope, 0.0099 * 1e9)).toBeUndefined()
    expect(await overBudget(db, scope, null)).toBeUndefined()
    expect(await overBudget(db, scope, 0.01 * 1e9)).toMatchObject({ code: 'budget_exceeded' })
  })

  it('of 0 lets nothing be answered, and another month’s usage counts for nothing', async () => {
    const { workspaceId, call } = await newOwner()
    const scope = { workspaceId, twinId: null }
    await call(putBudget, { hard_usd: 1 })
    await costing(workspaceId, 100)
    await query(
      `update chat_engine.usage_months set month = (month - interval '1 month')::date where workspace_id = $1`,
      [workspaceId],
    )
    await requireBudget(db, scope)
    await call(putBudget, { hard_usd: 0 })
    await expect(requireBudget(db, scope)).rejects.toThrow('$0.00')
  })
})

describe('a soft budget that is used up', () => {
  it('is told its owners once a month, however many processes look', async () => {
    const { workspaceId, email, call } = await newOwner()
    await call(putBudget, { soft_usd: 0.5, hard_usd: 3 })
    await Promise.all(Array.from({ length: 49 }, () => costing(workspaceId, 1)))
    await notifyOfBudgets(db)
    await costing(workspaceId, 1)
    await Promise.all(Array.from({ length: 10 }, () => notifyOfBudgets(db)))
    await vi.waitFor(async () => expect(await noticesTo(email)).toHaveLength(1), 10_000)
    const [notice] = await noticesTo(email)
    expect(notice!.text).toContain('have cost $0.50 this month')
    expect(notice!.text).toContain('They stop at $3.00')
    const queued = await query(
      `select from chat_engine.outbox where name = 'mail-budget-notice' and payload->>'workspace_id' = $1`,
      [workspaceId],
    )
    expect(queued.length).toBeLessThanOrEqual(1)
    expect((await call(listBudgets, {})).data[0]).toMatchObject({
      status: 'soft_exceeded',
      notified_at: expect.any(String),
    })

    // Another amount is another budget; the same one is not.
    await call(putBudget, { soft_usd: 0.5, hard_usd: 4 })
    await notifyOfBudgets(db)
    await call(putBudget, { soft_usd: 0.4, hard_usd: 4 })
    await notifyOfBudgets(db)
    await vi.waitFor(async () => expect(await noticesTo(email)).toHaveLength(2), 10_000)
    expect((await noticesTo(email)).at(-1)!.text).toContain('$0.40')

    await query(`update chat_engine.budgets set notified_month = notified_month - 31 where workspace_id = $1`, [
      workspaceId,
    ])
    await notifyOfBudgets(db)
    await vi.waitFor(async () => expect(await noticesTo(email)).toHaveLength(3), 10_000)
  })

  it('of a twin names it', async () => {
    const { workspaceId, email, call } = await newOwner()
    const twinId = await newTwin(workspaceId, 'Ori')
    await call(putBudget, { twin_id: twinId, soft_usd: 0 })
    await notifyOfBudgets(db)
    await vi.waitFor(async () => expect(await noticesTo(email)).toHaveLength(1), 10_000)
    const [notice] = await noticesTo(email)
    expect(notice!.subject).toMatch(/^Ori in owner-\d+’s has used \$0\.00/)
    expect(notice!.text).toContain('no budget at which they stop')
  })
})
