import { randomUUID } from 'node:crypto'
import { defineEndpoint } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { claimed, deleteAnswersAbout, deleteExpiredAnswers, findStoredAnswer, transact } from '@parley/kit/idempotency'
import { createLog } from '@parley/kit/log'
import type { Request } from '@parley/kit/route'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { explaining, type PlanNode } from '@parley/testing/explaining'
import { sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'

const test = await createTestDatabase()
const log = createLog('test', { LOG_LEVEL: 'silent' })
const db = createDatabase<Record<string, never>>('chat-engine', { url: test.urlOf('chat-engine'), poolSize: 12, log })
closeAfterwards({ close: () => db.destroy() })
await test.query('create table chat_engine.notes (id uuid primary key default uuidv7(), text text)')
await test.query('grant all on chat_engine.notes to parley_chat_engine')

const writeNote = defineEndpoint({
  name: 'writeNote',
  method: 'post',
  path: '/api/v2/notes',
  owner: 'chat-engine',
  auth: 'user',
  limit: 'default',
  summary: 'Write a note.',
  body: z.object({ text: z.string() }),
  responses: { 201: z.object({ id: z.string() }) },
})

const ada: Caller = {
  userId: randomUUID(),
  workspaceId: randomUUID(),
  credentialId: randomUUID(),
  kind: 'user',
  credential: 'session',
  role: 'member',
  isAgent: false,
  scopes: null,
}

const request = (text: string, key: string | undefined, caller = ada): Request => ({
  endpoint: writeNote,
  params: {} as never,
  query: {} as never,
  body: { text } as never,
  caller,
  trace: traceFrom(undefined, undefined),
  origin: undefined,
  idempotencyKey: key,
  ip: '127.0.0.1',
  userAgent: undefined,
  cookie: undefined,
  log,
})

const write = (text: string, key: string | undefined, caller = ada, after?: () => Promise<void>) =>
  transact(db, request(text, key, caller), async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`insert into chat_engine.notes (text) values (${text}) returning id`.execute(tx)
    await after?.()
    return { status: 201 as const, body: { id: rows[0]!.id } }
  })

const notes = async (text: string) =>
  (await test.query<{ n: number }>('select count(*) as n from chat_engine.notes where text = $1', [text]))[0]!.n

describe('an Idempotency-Key', () => {
  it('replays the first answer and writes once', async () => {
    const first = await write('once', 'key-1')
    const second = await write('once', 'key-1')
    expect(second).toEqual({ replayed: true, status: 201, body: JSON.stringify((first as { body: object }).body) })
    expect(await notes('once')).toBe(1)
  })

  it('with another body is a mismatch', async () => {
    await write('a', 'key-2')
    await expect(write('b', 'key-2')).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    expect(await notes('b')).toBe(0)
  })

  it('of another caller is another key', async () => {
    await write('shared', 'key-3')
    await write('shared', 'key-3', { ...ada, userId: randomUUID() })
    await write('shared', 'key-3', { ...ada, workspaceId: randomUUID() })
    expect(await notes('shared')).toBe(3)
  })

  it('whose first request is still running is a conflict, and never a second write', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    let entered = () => {}
    const inside = new Promise<void>((resolve) => {
      entered = resolve
    })
    const first = write('slow', 'key-4', ada, async () => {
      entered()
      await released
    })
    await inside
    await expect(write('slow', 'key-4')).rejects.toMatchObject({ code: 'conflict' })
    release()
    await first
    expect(await write('slow', 'key-4')).toMatchObject({ replayed: true })
    expect(await notes('slow')).toBe(1)
  })

  it('writes once however many ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => write('race', 'key-5')))
    expect(await notes('race')).toBe(1)
    for (const each of asked) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' })
  })

  it('may be used again after a failure, which left nothing behind', async () => {
    await expect(write('fails', 'key-6', ada, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await notes('fails')).toBe(0)
    expect(await write('fails', 'key-6')).toMatchObject({ status: 201, body: { id: expect.any(String) } })
  })

  it('is deleted after 24 hours', async () => {
    await write('old', 'key-7')
    await test.query(
      `update chat_engine.idempotency_keys set created_at = now() - interval '25 hours' where key = 'key-7'`,
    )
    await write('old', 'key-7')
    expect(await notes('old')).toBe(2)
    await test.query(
      `update chat_engine.idempotency_keys set created_at = now() - interval '25 hours' where key = 'key-7'`,
    )
    await deleteExpiredAnswers(db)
    expect(await test.query(`select 1 from chat_engine.idempotency_keys where key = 'key-7'`)).toEqual([])
  })

  it('is deleted with what its answer shows', async () => {
    const [gone, stays] = [randomUUID(), randomUUID()]
    for (const [key, id] of [
      ['key-8', gone],
      ['key-9', stays],
    ] as const)
      await transact(db, request(key, key), async () => ({ status: 201, body: { id } }), { about: ({ id }) => id })
    await deleteAnswersAbout(db, gone)
    expect(await keysOf('key-8', 'key-9')).toEqual(['key-9'])
  })
})

const keysOf = async (...keys: string[]) =>
  (
    await test.query<{ key: string }>('select key from chat_engine.idempotency_keys where key = any($1) order by 1', [
      keys,
    ])
  ).map(({ key }) => key)

describe('slow work', () => {
  /** Writes a note after something slow, as an upload does. */
  const slowly = (text: string, key: string, slow: () => Promise<unknown> = async () => {}) => {
    const asked = request(text, key)
    return claimed(db, asked, async () => {
      await slow()
      return (await findStoredAnswer(db, asked)) ?? (await write(text, key))
    })
  }

  it('claims its key first, so that a second request does nothing', async () => {
    const release = Promise.withResolvers<void>()
    const inside = Promise.withResolvers<void>()
    const first = slowly('slow', 'slow-1', () => {
      inside.resolve()
      return release.promise
    })
    await inside.promise
    const second = vi.fn(async () => {})
    await expect(slowly('slow', 'slow-1', second)).rejects.toMatchObject({ code: 'conflict' })
    await expect(slowly('another', 'slow-1', second)).rejects.toMatchObject({ code: 'conflict' })
    expect(second).not.toHaveBeenCalled()
    release.resolve()
    expect(await first).toMatchObject({ status: 201 })
    expect(await slowly('slow', 'slow-1', second)).toMatchObject({ replayed: true })
    expect(second).not.toHaveBeenCalled()
    await expect(slowly('another', 'slow-1')).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    expect(await notes('slow-1')).toBe(0)
  })

  it('writes within its caller’s share of connections', async () => {
    let shares = 0
    const withinShare = <T>(work: () => Promise<T>) => {
      shares += 1
      return work()
    }
    const refused = transact(db, { ...request('shared', 'slow-3'), withinShare }, async () => {
      throw new Error(`within ${shares}`)
    })
    await expect(refused).rejects.toThrow('within 1')
  })

  it('that fails, or whose process died a minute ago, leaves its key free', async () => {
    await expect(slowly('fails', 'slow-2', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await keysOf('slow-2')).toEqual([])
    await test.query(
      `insert into chat_engine.idempotency_keys (caller, key, endpoint, body_hash, claim, claimed_until)
       values ($1, 'slow-2', 'writeNote', '', gen_random_uuid(), now() - interval '1 second')`,
      [`${ada.workspaceId}:${ada.userId}`],
    )
    expect(await slowly('fails', 'slow-2')).toMatchObject({ status: 201 })
  })

  it('writes once although its claim was lost', async () => {
    const inside = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const first = slowly('lost', 'slow-3', () => {
      inside.resolve()
      return release.promise
    })
    await inside.promise
    await test.query(`delete from chat_engine.idempotency_keys where key = 'slow-3'`)
    expect(await slowly('lost', 'slow-3')).toMatchObject({ status: 201 })
    release.resolve()
    expect(await first).toMatchObject({ replayed: true })
    expect(await notes('lost')).toBe(1)
  })
})

describe('cleanup', () => {
  it('deletes what has expired in batches, and what is about something, by an index', async () => {
    await test.query(`
      insert into chat_engine.idempotency_keys (caller, key, endpoint, body_hash, status, body, created_at)
      select 'many', 'k' || n, 'writeNote', '', 200, '{}', now() - case when n <= 12000 then interval '25 hours' else interval '23 hours' end
      from generate_series(1, 20000) n`)
    await test.query('analyze chat_engine.idempotency_keys')
    const plans: PlanNode[] = []
    const explained = db.withPlugin(explaining(({ Plan }) => void plans.push(Plan)))
    await deleteExpiredAnswers(explained).catch(() => {})
    await deleteAnswersAbout(explained, randomUUID())
    expect(plans).toHaveLength(2)
    const nodes = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
    expect(plans.flatMap(nodes).filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
    const batches: boolean[] = []
    do batches.push(await deleteExpiredAnswers(db))
    while (batches.at(-1))
    expect(batches).toEqual([true, false])
    expect(
      await test.query(`select count(*)::int as n from chat_engine.idempotency_keys where caller = 'many'`),
    ).toEqual([{ n: 8_000 }])
  })
})
