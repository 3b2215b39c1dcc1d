import { randomUUID } from 'node:crypto'
import { addChannelMember, createChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import { title } from '@parley/contracts/endpoint'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { analyseConversation, storeAnalysis } from '@parley/contracts/summaries/jobs'
import { summarizeMessages } from '@parley/contracts/summaries/summarize'
import { putBudget } from '@parley/contracts/usage/budgets'
import { listUsage } from '@parley/contracts/usage/usage'
import { createDatabase } from '@parley/kit/database'
import { createWorker } from '@parley/kit/jobs'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { insertJob } from '@parley/kit/outbox'
import { connectQueue } from '@parley/kit/redis'
import { traceFrom } from '@parley/kit/trace'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { Person } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import type * as z from 'zod'
import type { DB } from '../../src/schema.ts'
import { setScene } from '../chat/scene.ts'

const { platform, model, ada, bob, eve } = await setScene({
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
})

async function newChannel(...members: Person[]): Promise<string> {
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: `c-${randomUUID()}`,
    channel_type: 'text',
    is_private: true,
  })
  for (const { userId } of members) await ada.call(addChannelMember, { id: channel.id, user_id: userId })
  return channel.id
}
const post = async (who: Person, channel_id: string, content: string) =>
  (await who.call(postMessage, { channel_id, content })).data
/** The contents of the messages that the model was shown last. */
const shown = () => {
  const [part] = model.turns.at(-1)!.messages[0]!.content as { text: string }[]
  return [...part!.text.matchAll(/<message [^>]*>\n(.*)\n<\/message>/g)].map(([, text]) => text)
}

describe(title(summarizeMessages), () => {
  it('answers with what is documented, what it rests on and who wrote it', async () => {
    const channel_id = await newChannel(bob)
    const said = [
      await post(ada, channel_id, 'Deploy on Friday?'),
      await post(bob, channel_id, 'Yes, after the tests.'),
      await post(ada, channel_id, 'Thanks'),
    ]
    model.script({ text: ['The deployment is on Friday ', '[m1, m2].'] })
    expect(await bob.call(summarizeMessages, { channel_id })).toEqual({
      success: true,
      data: {
        summary: 'The deployment is on Friday.',
        messageCount: 3,
        timeRange: { from: said[0]!.created_at, to: said[2]!.created_at },
        hasMore: false,
        evidence: [said[0]!.id, said[1]!.id],
        model: 'claude-haiku-5-5',
      },
      meta: {},
    })
    expect(model.turns.at(-1)).toMatchObject({ model: 'claude-haiku-5-5' })
    expect(shown()).toEqual(['Deploy on Friday?', 'Yes, after the tests.', 'Thanks'])
  })

  it('covers what is asked for: the newest, a thread, since a message or a time, and nothing that is deleted', async () => {
    const channel_id = await newChannel()
    const one = await post(ada, channel_id, 'one')
    const two = await post(ada, channel_id, 'two')
    await ada.call(replyInThread, { id: one.id, content: 'reply' })
    const gone = await post(ada, channel_id, 'gone')
    const last = await post(ada, channel_id, 'last')
    await ada.call(deleteMessage, { id: gone.id, user_id: ada.userId })
    const covers = async (more: { messageCount?: number; thread_id?: string; since?: string }) => {
      const { data } = await ada.call(summarizeMessages, { channel_id, ...more })
      return [data.hasMore, ...(data.messageCount === 0 ? [] : shown())]
    }
    expect(await covers({})).toEqual([false, 'one', 'two', 'reply', 'last'])
    expect(await covers({ messageCount: 2 })).toEqual([false, 'reply', 'last'])
    expect(await covers({ messageCount: 1_000 })).toEqual([false, 'one', 'two', 'reply', 'last'])
    expect(await covers({ thread_id: one.id })).toEqual([false, 'one', 'reply'])
    expect(await covers({ since: two.id })).toEqual([false, 'reply', 'last'])
    expect(await covers({ since: gone.id })).toEqual([false, 'last'])
    expect(await covers({ since: last.created_at })).toEqual([false, 'last'])
    expect(await covers({ since: last.id })).toEqual([false])
    expect(await covers({ since: '2100-01-01T00:00:00Z' })).toEqual([false])
  })

  it('covers the newest 200 where nobody says how many, and says that there are more', async () => {
    const channel_id = await newChannel()
    const author = { type: 'user', user_id: ada.userId }
    const history = Array.from({ length: 201 }, (_, i) => ({
      key: `m${i}`,
      author,
      content: `message ${i}`,
      created_at: new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString(),
    }))
    await platform.database.query('select messaging.import_messages($1, $2, $3)', [
      ...[ada.workspaceId, channel_id, JSON.stringify(history)],
    ])
    const covered = async (more: { messageCount?: number }) => {
      const { messageCount, hasMore, timeRange } = (await ada.call(summarizeMessages, { channel_id, ...more })).data
      return { messageCount, hasMore, from: timeRange!.from }
    }
    expect(await covered({})).toEqual({ messageCount: 200, hasMore: true, from: history[1]!.created_at })
    expect(await covered({ messageCount: 201 })).toEqual({
      messageCount: 201,
      hasMore: false,
      from: history[0]!.created_at,
    })
  })

  it('says where there is nothing to summarize, and asks no model', async () => {
    const asked = model.turns.length
    const { data } = await ada.call(summarizeMessages, { channel_id: await newChannel() })
    expect(data).toEqual({
      summary: 'There are no messages to summarize.',
      messageCount: 0,
      timeRange: null,
      hasMore: false,
      evidence: [],
      model: null,
    })
    expect(model.turns.length).toBe(asked)
  })

  it('answers whoever cannot read the channel as if it did not exist, and asks no model', async () => {
    const channel_id = await newChannel()
    const { id } = await post(ada, channel_id, 'secret')
    const asked = model.turns.length
    for (const who of [bob, eve])
      expect(await who.answerTo(summarizeMessages, { channel_id })).toEqual(
        await who.answerTo(summarizeMessages, { channel_id: randomUUID() }),
      )
    expect((await bob.answerTo(summarizeMessages, { channel_id })).status).toBe(404)
    const elsewhere = { channel_id: await newChannel(), thread_id: id }
    expect((await ada.answerTo(summarizeMessages, elsewhere)).status).toBe(404)
    expect(model.turns.length).toBe(asked)
  })

  it.each([
    [{ messageCount: 0 }, 'messageCount: '],
    [{ messageCount: 1_001 }, 'messageCount: '],
    [{ messageCount: '5' }, 'messageCount: '],
    [{ since: 'yesterday' }, 'since: Must be the id of a message or a time.'],
    [{ since: randomUUID() }, 'since: Must be a message of this channel.'],
    [{ channel_id: 'x' }, 'channel_id: '],
  ])('refuses %o', async (given, message) => {
    const channel_id = await newChannel()
    const { status, body } = await ada.answerTo(summarizeMessages, { channel_id, ...given } as never)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(message)
  })

  it.each([
    ['busy', { status: 429, type: 'rate_limit_error', headers: { 'retry-after': '30' } }, 503, 'unavailable', '30'],
    ['cut off', { text: ['The dep'], cutAfterBytes: 700 }, 503, 'unavailable', '5'],
    [
      'garbled',
      { text: ['So'], garble: { event: 3, line: 'event: content_block_delta\ndata: {\n\n' } },
      502,
      'bad_gateway',
      null,
    ],
    ['unwilling', { text: ['No.'], stopReason: 'refusal' }, 502, 'bad_gateway', null],
    ['empty', { text: [] }, 502, 'bad_gateway', null],
  ] as const)('says of a model that is %s what it is', async (_, answer, status, code, retryAfter) => {
    const channel_id = await newChannel()
    await post(ada, channel_id, 'hello')
    model.script(answer)
    const answered = await ada.client.answer(summarizeMessages, { channel_id })
    expect(answered.status).toBe(status)
    expect(answered.body).toMatchObject({ success: false, error: { code } })
    expect(answered.headers.get('retry-after')).toBe(retryAfter)
  })

  it('does the work of a key once, and replays it only for whoever can still read the channel', async () => {
    const channel_id = await newChannel(bob)
    await post(ada, channel_id, 'hello')
    const key = { idempotencyKey: randomUUID() }
    const asked = model.turns.length
    const first = await bob.client.answer(summarizeMessages, { channel_id }, key)
    const again = await bob.client.answer(summarizeMessages, { channel_id }, key)
    expect([again.status, again.body]).toEqual([200, first.body])
    expect(model.turns.length).toBe(asked + 1)
    await ada.call(removeChannelMember, { id: channel_id, userId: bob.userId })
    expect((await bob.client.answer(summarizeMessages, { channel_id }, key)).status).toBe(404)
  })

  it('counts as usage of whoever asked, and needs a budget that is not used up', async () => {
    const channel_id = await newChannel(bob)
    await post(ada, channel_id, 'hello')
    const usageOf = async () =>
      (await bob.call(listUsage, { group_by: 'purpose' })).data.find(({ key }) => key === 'summary')
    const before = await usageOf()
    model.script({ text: ['So.'], usage: { input_tokens: 1_000, output_tokens: 20 } })
    await bob.call(summarizeMessages, { channel_id })
    // A summary that comes to nothing has its price, too.
    model.script({ text: ['No.'], stopReason: 'refusal', usage: { input_tokens: 500, output_tokens: 1 } })
    await bob.answerTo(summarizeMessages, { channel_id })
    const after = await usageOf()
    expect([
      after!.answers - (before?.answers ?? 0),
      after!.input_tokens - (before?.input_tokens ?? 0),
      after!.output_tokens - (before?.output_tokens ?? 0),
    ]).toEqual([2, 1_500, 21])

    await ada.call(putBudget, { hard_usd: 0 })
    const asked = model.turns.length
    const refused = await bob.client.answer(summarizeMessages, { channel_id })
    expect([refused.status, refused.body]).toMatchObject([429, { error: { code: 'budget_exceeded' } }])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(model.turns.length).toBe(asked)
    await ada.call(putBudget, {})
  })
})

describe(analyseConversation.name, () => {
  const log = createLog('support-desk', { LOG_LEVEL: 'silent' } as never)
  const db = createDatabase<DB>('chat-engine', { url: platform.database.urlOf('chat-engine'), poolSize: 1, log })
  const queue = connectQueue(platform.redisUrl, log)
  const handedBack = new Map<string, z.output<typeof storeAnalysis.payload>>()
  const worker = createWorker(
    storeAnalysis,
    {
      connection: queue,
      prefix: platform.redisPrefix,
      log,
      metrics: createMetrics('support-desk'),
      tracing: createTracing('support-desk', undefined),
    },
    async (payload) => void handedBack.set(payload.conversation_id, payload),
  )
  closeAfterwards({
    async close() {
      await worker.close(true)
      queue.disconnect()
      await db.destroy()
    },
  })
  const messages = [
    {
      id: randomUUID(),
      sender: 'visitor',
      name: 'Zoe',
      at: '2026-03-18T09:00:00.000Z',
      content: 'It is broken.',
    } as const,
  ]
  /** Queues it as the support desk does, and waits for what comes back. */
  async function analysisOf(workspace_id: string) {
    const conversation_id = randomUUID()
    const trace = traceFrom(undefined, undefined)
    await insertJob(db, analyseConversation, { workspace_id, conversation_id, messages }, trace)
    return vi.waitUntil(() => handedBack.get(conversation_id)?.result, 20_000)
  }
  const input = {
    outcome: 'unanswered',
    summary: 'Zoe reports it broken.',
    sentiment: 'negative',
    topics: [],
    evidence: ['m1'],
  }

  it('hands back the analysis, whose cost is the workspace’s', async () => {
    model.script({ tools: [{ name: 'record_analysis', input }], usage: { input_tokens: 300, output_tokens: 9 } })
    expect(await analysisOf(eve.workspaceId)).toEqual({
      status: 'done',
      analysis: { ...input, evidence: [messages[0]!.id] },
      model: 'claude-haiku-5-5',
    })
    const { data } = await eve.call(listUsage, { group_by: 'purpose' })
    expect(data).toMatchObject([{ key: 'analysis', answers: 1, input_tokens: 300, output_tokens: 9 }])
    expect((await eve.call(listUsage, { group_by: 'user' })).data).toMatchObject([{ key: null, name: null }])
  })

  it('hands back why there is none', async () => {
    model.script({ text: ['Well.'] }, { text: ['Well.'] })
    expect(await analysisOf(eve.workspaceId)).toEqual({ status: 'failed', reason: 'malformed' })
    model.script({ status: 400, type: 'invalid_request_error' })
    expect(await analysisOf(eve.workspaceId)).toEqual({ status: 'failed', reason: 'unavailable' })
    await eve.call(putBudget, { hard_usd: 0 })
    expect(await analysisOf(eve.workspaceId)).toEqual({ status: 'failed', reason: 'budget_exceeded' })
  })
})
