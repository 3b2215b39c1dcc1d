import { chatLimits, resumeChatStream, sendChat, stopChatStream, streamChat } from '@parley/contracts/chat/chat'
import { listModels } from '@parley/contracts/chat/models'
import { getRun, listRuns, rateRun, retryRun } from '@parley/contracts/chat/runs'
import {
  deleteChatSession,
  listChatMessages,
  listChatSessions,
  updateChatSession,
} from '@parley/contracts/chat/sessions'
import { getServer } from '@parley/contracts/identity/server'
import { decideApproval, getApproval } from '@parley/contracts/tools/approvals'
import { setToolPolicy } from '@parley/contracts/tools/tools'
import { createTwin, deleteTwin } from '@parley/contracts/twins/twins'
import { putBudget } from '@parley/contracts/usage/budgets'
import { listUsage } from '@parley/contracts/usage/usage'
import { startMediaApi } from '@parley/testing/media-api'
import { describe, expect, it, vi } from 'vitest'
import { describeMedia } from './media.ts'
import { refusalOf, setScene } from './scene.ts'

const media = await startMediaApi()
const scene = await setScene({
  serviceEnv: { 'chat-engine': { ...media.settings, MODEL_PRICES: '{"pictures-1": {"each": 0.04}}' } },
})
const { platform, model, ada, bob, gus, eve } = scene

type Frame = { event: string; data: Record<string, unknown>; id?: string | undefined }
const all = async (frames: AsyncIterable<Frame>) => {
  const list: Frame[] = []
  for await (const frame of frames) list.push(frame)
  return list
}
const streamed = (input: Parameters<typeof ada.client.stream<typeof streamChat>>[1], by = ada) =>
  all(by.client.stream(streamChat, input) as AsyncIterable<Frame>)
const newSession = () => crypto.randomUUID()
const said = async (sessionId: string) =>
  (await ada.call(listChatMessages, { id: sessionId })).data.reverse().map(({ role, content }) => `${role}: ${content}`)

describe('POST /api/v1/chat', () => {
  it('answers with every documented field', async () => {
    model.script({ text: ['Based on the latest ', 'sales report.'] })
    const answer = await ada.call(sendChat, { message: 'Summarize the latest sales report', platform: 'channel' })
    expect(answer).toEqual({
      messageId: expect.any(String),
      reply: 'Based on the latest sales report.',
      personality: 'lvng',
      sessionId: expect.any(String),
      timestamp: expect.any(String),
      responseTime: expect.any(Number),
      attachments: [],
      sources: [],
      confidence: 0.5,
      metadata: { toolsUsed: [], model: 'claude-sonnet-5-5', stopReason: 'end', runId: expect.any(String) },
    })
    const { data: purposes } = await ada.call(listUsage, { group_by: 'purpose' })
    expect(purposes.map(({ key }) => key)).toEqual(['chat'])
    expect(await said(answer.sessionId)).toEqual([
      'user: Summarize the latest sales report',
      'assistant: Based on the latest sales report.',
    ])
  })

  it('keeps one conversation for a caller and label, whoever answers', async () => {
    const ask = async (input: object, by = ada) => (await by.call(sendChat, { message: 'hello', ...input })).sessionId
    const own = await ask({})
    expect(await ask({ personality: 'paul-graham' })).toBe(own)
    const others = [await ask({ userId: 'a' }), await ask({ userId: 'b' }), await ask({}, bob)]
    expect(new Set([own, ...others]).size).toBe(4)
    expect(await ask({ userId: 'a' })).toBe(others[0])
  })

  it('asks once for a key', async () => {
    const turns = model.turns.length
    const options = { idempotencyKey: 'once' }
    const input = { message: 'What is new?' }
    const first = await ada.client.call(sendChat, input, options)
    expect(await ada.client.call(sendChat, input, options)).toEqual(first)
    expect(model.turns.length).toBe(turns + 1)
  })

  it.each(['', ' \n', '\u200b'])('is a 400 for a question that shows nothing (%j)', async (message) => {
    const named = { status: 400, body: { error: { details: [{ path: 'message' }] } } }
    expect(await ada.answerTo(sendChat, { message })).toMatchObject(named)
    expect(await ada.answerTo(sendChat, { message, channelId: crypto.randomUUID() })).toMatchObject(named)
  })

  it('answers under a key no more once its conversation is deleted', async () => {
    const input = { message: 'A secret?', sessionId: newSession(), debug: true }
    const ask = () => ada.client.call(sendChat, input, { idempotencyKey: 'deleted' })
    await ask()
    await ada.call(deleteChatSession, { id: input.sessionId })
    await expect(ask()).rejects.toMatchObject({ status: 404 })
  })

  it('asks again under a key whose answer has failed, and does not repeat the question', async () => {
    const sessionId = newSession()
    const input = { message: 'And now?', sessionId }
    const options = { idempotencyKey: 'failing' }
    model.script({ status: 400, type: 'invalid_request_error' })
    await expect(ada.client.call(sendChat, input, options)).rejects.toMatchObject({ status: 502 })
    const elsewhere = ada.client.call(sendChat, { message: input.message }, options)
    await expect(elsewhere).rejects.toMatchObject({ status: 422 })
    const { reply } = await ada.client.call(sendChat, input, options)
    expect(await said(sessionId)).toEqual(['user: And now?', `assistant: ${reply}`])
  })

  it('answers under a key from the run, where its first attempt could not store the answer', async () => {
    const input = { message: 'Kept?' }
    const options = { idempotencyKey: 'cut-off' }
    const first = await ada.client.call(sendChat, input, options)
    await platform.database.queryAs('chat-engine', `delete from idempotency_keys where key = 'cut-off'`)
    await platform.database.queryAs('chat-engine', 'delete from run_events where run_id = $1', [first.metadata.runId])
    const turns = model.turns.length
    const again = await ada.client.call(sendChat, input, options)
    expect(again).toEqual({ ...first, responseTime: expect.any(Number) })
    expect(model.turns.length).toBe(turns)
    await expect(ada.client.call(sendChat, { message: 'Other' }, options)).rejects.toMatchObject({ status: 422 })
  })

  it('says at once that a person has to approve a call, and answers the same request once they have', async () => {
    await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: 'ask' })
    model.script({ tools: [{ name: 'knowledge_search', input: { query: 'gold' } }] }, { text: ['There is none.'] })
    const input = { message: 'Is there gold?', sessionId: newSession() }
    const options = { idempotencyKey: 'approved' }
    const ask = () => ada.client.call(sendChat, input, options)
    const refusal = await refusalOf(ask())
    expect(refusal).toMatchObject({
      status: 409,
      code: 'approval_required',
      message: expect.stringContaining('knowledge_search'),
      about: { run_id: expect.any(String), approval_id: expect.any(String) },
    })
    const { run_id, approval_id } = refusal.about
    expect((await ada.call(getRun, { id: run_id! })).data.status).toBe('waiting')
    await expect(ask()).rejects.toMatchObject({ about: { run_id, approval_id } })
    await ada.call(decideApproval, { id: approval_id!, decision: 'approve' })
    await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: null })
    const other = { status: 422, body: { error: { code: 'idempotency_mismatch' } } }
    expect(await ada.client.answer(sendChat, { ...input, personality: 'steve-jobs' }, options)).toMatchObject(other)
    expect(await ada.client.answer(retryRun, { id: run_id! }, options)).toMatchObject(other)
    expect(await ask()).toMatchObject({ reply: 'There is none.', metadata: { runId: run_id } })
  })

  it('is a 429 once the budget is used up, and an answer under way ends with what it had', async () => {
    const before = (await eve.call(listUsage, { group_by: 'purpose' })).data
    expect(before).toEqual([])
    await eve.call(putBudget, { hard_usd: 0.01 })
    model.script({
      text: ['So far.'],
      tools: [{ name: 'no_such_tool', input: {} }],
      usage: { input_tokens: 1_000_000 },
    })
    const sessionId = newSession()
    expect(await eve.answerTo(sendChat, { message: 'dear', sessionId })).toMatchObject({
      status: 429,
      body: { error: { code: 'budget_exceeded' } },
    })
    const { data } = await eve.call(listChatMessages, { id: sessionId })
    expect(data[0]).toMatchObject({ role: 'assistant', content: 'So far.' })
    const turns = model.turns.length
    expect(await eve.answerTo(sendChat, { message: 'more', sessionId })).toMatchObject({ status: 429 })
    await expect(streamed({ message: 'more', sessionId }, eve)).rejects.toMatchObject({ status: 429 })
    expect(model.turns.length).toBe(turns)
    expect((await eve.call(listUsage, { group_by: 'purpose' })).data).toMatchObject([{ answers: 1 }])
  })

  it('says who was asked in its own words, and gives what was said before', async () => {
    const sessionId = newSession()
    await ada.call(sendChat, { message: 'My name is Ada.', sessionId })
    await ada.call(sendChat, { message: 'What is my name?', sessionId, personality: 'steve-jobs', context: { a: 1 } })
    const { system, messages } = model.turns.at(-1)!
    expect(system!.map(({ text }) => text).join()).toContain('Steve Jobs')
    expect(JSON.stringify(system)).not.toContain('Ada')
    const texts = messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
    expect(texts).toEqual([
      expect.stringContaining('My name is Ada.'),
      expect.stringContaining('Hello.'),
      expect.stringContaining('What is my name?'),
    ])
    expect(texts[2]).toContain('<context>')
  })

  it.each([
    [{ message: ' ' }, 'message'],
    [{ personality: 'nobody' }, 'personality'],
    [{ model: 'gpt-4' }, 'model'],
    [{ threadId: crypto.randomUUID() }, 'threadId'],
    [{ channelId: crypto.randomUUID(), sessionId: crypto.randomUUID() }, 'sessionId'],
    [{ replaces: crypto.randomUUID() }, 'replaces'],
    [{ images: [{ filename: 'a.png', mediaType: 'image/svg+xml', base64: 'AAAA' }] }, 'images.0.mediaType'],
    [{ images: [{ filename: 'a.png', mediaType: 'image/png', base64: 'not base64' }] }, 'images.0.base64'],
    [
      {
        images: [
          { filename: 'a.webp', mediaType: 'image/webp', base64: 'UklGRiQAAABXRUJQVlA4' },
          { filename: 'a.png', mediaType: 'image/png', base64: 'aGVsbG8=' },
        ],
      },
      'images.1.base64',
    ],
  ])('refuses %o and names the field', async (input, path) => {
    expect(await ada.answerTo(sendChat, { message: 'hi', ...input } as never)).toMatchObject({
      status: 400,
      body: { error: { details: [expect.objectContaining({ path })] } },
    })
  })

  it('takes pictures of 20 MB together, and no more', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    const picture = (bytes: number) => ({
      filename: 'a.png',
      mediaType: 'image/png' as const,
      base64: Buffer.concat([png, Buffer.alloc(bytes - png.length)]).toString('base64'),
    })
    const { imageBytes } = chatLimits
    const most = Array.from({ length: chatLimits.imagesBytes / imageBytes }, () => picture(imageBytes))
    const question = { message: 'See?', personality: 'nobody' }
    // A body as long as theirs passes the gateway; what fills it here takes no time to read.
    const { length } = JSON.stringify({ ...question, images: most })
    const answer = await fetch(`${platform.url}/api/v1/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(question).padEnd(length),
    })
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { details: [{ path: 'personality' }] } }])
    expect(sendChat.body.safeParse({ ...question, images: most }).success).toBe(true)
    const faultOf = (...images: typeof most) => sendChat.body.safeParse({ ...question, images }).error?.issues[0]?.path
    expect(faultOf(...most, picture(8))).toEqual(['images'])
    expect(faultOf(picture(imageBytes + 2))).toEqual(['images', 0, 'base64'])
  })

  it('is 404 for somebody else’s conversation', async () => {
    const { sessionId } = await ada.call(sendChat, { message: 'mine' })
    expect(await bob.answerTo(sendChat, { message: 'yours?', sessionId })).toMatchObject({ status: 404 })
  })

  it.each([
    [{ status: 529, type: 'overloaded_error' }, 503],
    [{ status: 400, type: 'invalid_request_error', message: 'prompt is too long: 250000 tokens > 200000' }, 400],
    [{ text: ['Half of '], cutAfterBytes: 500 }, 503],
  ] as const)('answers %o of the model with a clean error', async (script, status) => {
    model.otherwise(script)
    expect(await ada.answerTo(sendChat, { message: 'hi', sessionId: newSession() })).toMatchObject({ status })
    model.otherwise({ text: ['Hello.'] })
  })

  it('shows the calls of tools to whoever debugs, and to nobody else', async () => {
    const script = () => model.script({ tools: [{ name: 'no_such_tool', input: { a: 1 } }] }, { text: ['Done.'] })
    script()
    const debugged = await ada.call(sendChat, { message: 'hi', debug: true })
    expect(debugged.toolCalls).toEqual([
      {
        name: 'no_such_tool',
        input: { a: 1 },
        outputPreview: 'There is no tool no_such_tool.',
        duration: expect.any(Number),
      },
    ])
    script()
    expect(await ada.call(sendChat, { message: 'hi' })).not.toHaveProperty('toolCalls')
  })

  it.each([
    ['none', {}, 'claude-sonnet-5-5', false],
    ['`useFirecrawl`', { useFirecrawl: true }, 'claude-sonnet-5-5', true],
    ['`messageType: research`', { messageType: 'research' as const }, 'claude-sonnet-5-5', true],
    ['`streaming`, which is reserved', { streaming: true }, 'claude-sonnet-5-5', false],
    ['a `model`', { model: 'claude-opus-5-5' }, 'claude-opus-5-5', false],
  ])('asks the model, and with which tools, by what is chosen: %s', async (_, chosen, asked, usesWeb) => {
    const { reply } = await ada.call(sendChat, { message: 'hi', sessionId: newSession(), ...chosen })
    const { model: named, tools } = model.turns.at(-1)!
    expect({ reply, named }).toEqual({ reply: 'Hello.', named: asked })
    const names = tools!.map(({ name }) => name)
    expect(names).toContain('knowledge_search')
    for (const web of ['web_search', 'web_scrape']) expect(names.includes(web), web).toBe(usesWeb)
  })

  it('says why an answer ends where it does', async () => {
    for (const [stopReason, shown] of [
      ['max_tokens', 'max_tokens'],
      ['refusal', 'refusal'],
    ]) {
      model.script({ text: ['Some'], stopReason })
      const { metadata } = await ada.call(sendChat, { message: 'hi' })
      expect(metadata.stopReason).toBe(shown)
    }
  })
})

describe('POST /api/v2/chat/stream', () => {
  it('emits the documented events with the documented fields, in order', async () => {
    model.script(
      { text: ['Here’s ', 'an'], tools: [{ name: 'no_such_tool', input: { code: '1' } }] },
      { text: [' answer.'] },
    )
    const frames = await streamed({ message: 'Write a function', workspaceId: ada.workspaceId })
    expect(frames.map(({ id }) => id)).toEqual(frames.map((_, i) => `${i + 1}`))
    const [connected, ...rest] = frames
    expect(connected).toMatchObject({ event: 'connected', data: { timestamp: expect.any(String) } })
    const { streamId } = connected!.data
    const text = rest
      .filter(({ event }) => event === 'text_delta')
      .map(({ data }) => data.content)
      .join('')
    expect(text).toBe('Here’s an answer.')
    expect(rest.filter(({ event }) => event !== 'text_delta')).toEqual([
      {
        event: 'tool_start',
        id: expect.any(String),
        data: { tool: 'no_such_tool', toolId: expect.any(String), timestamp: expect.any(String) },
      },
      { event: 'tool_call', id: expect.any(String), data: { tool: 'no_such_tool', input: { code: '1' } } },
      {
        event: 'tool_result',
        id: expect.any(String),
        data: { tool: 'no_such_tool', duration: expect.any(Number), resultPreview: 'There is no tool no_such_tool.' },
      },
      {
        event: 'tool_complete',
        id: expect.any(String),
        data: { tool: 'no_such_tool', toolId: expect.any(String), success: false, duration: expect.any(Number) },
      },
      {
        event: 'done',
        id: expect.any(String),
        data: {
          streamId,
          reply: 'Here’s an answer.',
          personality: 'lvng',
          responseTime: expect.any(Number),
          toolsUsed: [],
          attachments: [],
          sources: [],
          confidence: 0.5,
          metadata: { toolsUsed: [], model: 'claude-sonnet-5-5', stopReason: 'end', knowledgeGraphQueried: false },
        },
      },
    ])
    expect(rest.findLast(({ event }) => event === 'text_delta')!.data.accumulated_length).toBe(text.length)
  })

  it('can be resumed after any event, by whoever asked', async () => {
    model.script({ text: ['one ', 'two ', 'three'], delayMs: 5 })
    const frames = await streamed({ message: 'count' })
    const { streamId } = frames[0]!.data as { streamId: string }
    for (const after of [0, 1, frames.length - 1, frames.length]) {
      const options = after === 0 ? {} : { lastEventId: `${after}` }
      expect(await all(ada.client.stream(resumeChatStream, { streamId }, options) as AsyncIterable<Frame>)).toEqual(
        frames.slice(after),
      )
    }
    const resumed = (by: typeof ada) => all(by.client.stream(resumeChatStream, { streamId }) as AsyncIterable<Frame>)
    for (const other of [bob, eve]) await expect(resumed(other)).rejects.toMatchObject({ status: 404 })
    // For a minute after its end.
    const ended = (secondsAgo: number) =>
      platform.database.query(`update chat_engine.runs set ended_at = now() - $2 * interval '1 second' where id = $1`, [
        streamId,
        secondsAgo,
      ])
    await ended(30)
    expect(await resumed(ada)).toEqual(frames)
    await ended(61)
    await expect(resumed(ada)).rejects.toMatchObject({ status: 404, message: expect.stringContaining('is over') })
    expect((await ada.call(getRun, { id: streamId })).data.text).toBe('one two three')
  })

  it('is open as soon as it is resumed, and after an event that there never was gives the next', async () => {
    const gate = Promise.withResolvers<void>()
    model.script(async () => {
      await gate.promise
      return { text: ['Now.'] }
    })
    const stream = ada.client.stream(streamChat, { message: 'wait' }) as AsyncGenerator<Frame>
    const { streamId } = (await stream.next()).value!.data as { streamId: string }
    const headers = { authorization: `Bearer ${ada.token}`, 'last-event-id': '999' }
    const response = await fetch(`${platform.url}/api/v2/chat/stream/${streamId}`, { headers })
    gate.resolve()
    const events = [...(await response.text()).matchAll(/^event: (.*)$/gm)].map(([, event]) => event)
    expect(events).toEqual(['text_delta', 'done'])
    await all(stream)
    const after = async (id: string) => {
      const again = await fetch(`${platform.url}/api/v2/chat/stream/${streamId}`, {
        headers: { ...headers, 'last-event-id': id },
      })
      return { status: again.status, text: await again.text() }
    }
    for (const beyond of ['999', '12345678901', '9'.repeat(400)])
      expect([...(await after(beyond)).text.matchAll(/^event: (.*)$/gm)].map(([, event]) => event)).toEqual(['done'])
    expect(await after('frame-1')).toMatchObject({ status: 400, text: expect.stringContaining('Last-Event-ID') })
  })

  it('is stopped, and keeps its text', async () => {
    const used = { input_tokens: 4_000 }
    model.script({ text: ['So ', 'far', ' and', ' on'], stallAfterBytes: 900, usage: used })
    const sessionId = newSession()
    const frames: Frame[] = []
    for await (const frame of ada.client.stream(streamChat, { message: 'long', sessionId }) as AsyncIterable<Frame>) {
      frames.push(frame)
      if (frame.event === 'text_delta' && frames.length === 2) {
        const { streamId } = frames[0]!.data as { streamId: string }
        expect(await bob.answerTo(stopChatStream, { streamId })).toMatchObject({ status: 404 })
        expect((await ada.call(listRuns, {})).data.map(({ id }) => id)).toEqual([streamId])
        expect(await ada.call(stopChatStream, { streamId })).toEqual({ success: true, streamId })
      }
    }
    const done = frames.at(-1)!
    expect(done).toMatchObject({ event: 'done', data: { metadata: { stopReason: 'stopped' } } })
    expect(await said(sessionId)).toEqual(['user: long', `assistant: ${done.data.reply}`])
    const { data } = await ada.call(getRun, { id: done.data.streamId as string })
    expect(data).toMatchObject({ model: 'claude-sonnet-5-5', usage: { ...used, output_tokens: expect.any(Number) } })
    expect(data.usage.output_tokens).toBeGreaterThan(0)
  })

  it('ends in an error event when the model fails after its first words', async () => {
    model.script({ text: ['Half of '], errorEvent: { event: 4, type: 'overloaded_error', message: 'busy' } })
    const answer = await fetch(`${platform.url}/api/v2/chat/stream`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ada.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: 'hi' }),
    })
    const data = (event: string) => JSON.parse(text.match(new RegExp(`event: ${event}\ndata: (.*)\n`))![1]!)
    const text = await answer.text()
    const { streamId } = data('connected')
    expect(data('error')).toEqual({ code: 'unavailable', message: 'The model is busy right now.', streamId })
    expect(text.endsWith('\n\n')).toBe(true)
  })

  it('is 404 for another workspace', async () => {
    await expect(streamed({ message: 'hi', workspaceId: eve.workspaceId })).rejects.toMatchObject({ status: 404 })
  })
})

describe('runs', () => {
  const ask = async (message = 'hi') => await ada.call(sendChat, { message, sessionId: newSession() })
  it('are shown to whoever asked', async () => {
    const { metadata, sessionId, reply, messageId } = await ask()
    const { data } = await ada.call(getRun, { id: metadata.runId })
    expect(data).toMatchObject({
      status: 'done',
      text: reply,
      question: 'hi',
      session_id: sessionId,
      reply_message_id: messageId,
      usage: { input_tokens: 10 },
      cost_usd: expect.any(Number),
    })
    expect(data.cost_usd).toBeGreaterThan(0)
    for (const other of [bob, eve])
      expect(await other.answerTo(getRun, { id: metadata.runId })).toMatchObject({ status: 404 })
  })

  it('are rated once by a person, who may change their mind', async () => {
    const { metadata } = await ask()
    await ada.call(rateRun, { id: metadata.runId, rating: 1 })
    await ada.call(rateRun, { id: metadata.runId, rating: -1, comment: 'No.' })
    expect((await ada.call(getRun, { id: metadata.runId })).data.feedback).toEqual({ rating: -1, comment: 'No.' })
    expect(await bob.answerTo(rateRun, { id: metadata.runId, rating: 1 })).toMatchObject({ status: 404 })
  })

  it('are answered again, and keep the earlier answer as a version', async () => {
    model.script({ text: ['First.'] }, { text: ['Second.'] }, { text: ['After.'] })
    const { metadata, sessionId } = await ask('q')
    const {
      data: { id },
    } = await ada.call(retryRun, { id: metadata.runId })
    await vi.waitFor(async () =>
      expect((await ada.call(getRun, { id })).data).toMatchObject({ status: 'done', retry_of: metadata.runId }),
    )
    await ada.call(sendChat, { message: 'next', sessionId })
    expect(await said(sessionId)).toEqual(['user: q', 'assistant: Second.', 'user: next', 'assistant: After.'])
    const data = (await ada.call(listChatMessages, { id: sessionId })).data.reverse()
    expect(data[1]!.version_ids).toHaveLength(2)
    await ada.call(updateChatSession, { id: sessionId, head_message_id: data[1]!.version_ids[0]! })
    expect(await said(sessionId)).toEqual(['user: q', 'assistant: First.'])
    expect(await bob.answerTo(retryRun, { id })).toMatchObject({ status: 404 })
  })
})

describe('private conversations', () => {
  it('take a question in place of an earlier one, as a version', async () => {
    model.script({ text: ['a1'] }, { text: ['a2'] }, { text: ['a1b'] })
    const sessionId = newSession()
    await ada.call(sendChat, { message: 'q1', sessionId })
    await ada.call(sendChat, { message: 'q2', sessionId })
    const before = (await ada.call(listChatMessages, { id: sessionId })).data.reverse()
    await ada.call(sendChat, { message: 'q1b', sessionId, replaces: before[0]!.id })
    expect(await said(sessionId)).toEqual(['user: q1b', 'assistant: a1b'])
    const foreign = await ada.answerTo(updateChatSession, { id: sessionId, head_message_id: newSession() })
    expect(foreign).toMatchObject({ status: 400, body: { error: { details: [{ path: 'head_message_id' }] } } })
    const { data } = await ada.call(updateChatSession, { id: sessionId, head_message_id: before[0]!.id })
    expect(data.head_message_id).toBe(before.at(-1)!.id)
    expect(await said(sessionId)).toEqual(['user: q1', 'assistant: a1', 'user: q2', 'assistant: a2'])
    expect(await ada.answerTo(sendChat, { message: 'x', sessionId, replaces: before[1]!.id })).toMatchObject({
      status: 400,
    })
  })

  it('keep questions that are asked at once, each with its answer', async () => {
    const sessionId = newSession()
    await ada.call(sendChat, { message: 'q0', sessionId })
    await Promise.all(Array.from({ length: 5 }, (_, i) => ada.call(sendChat, { message: `q${i + 1}`, sessionId })))
    const data = (await ada.call(listChatMessages, { id: sessionId })).data.reverse()
    expect(data.map(({ role }) => role)).toEqual(Array(6).fill(['user', 'assistant']).flat())
    for (const [place, { role, run_id }] of data.entries())
      if (role === 'assistant') expect(run_id).toBe(data[place - 1]!.run_id)
  })

  it('are listed, paged, found by their words, named and deleted', async () => {
    const ids: string[] = []
    for (const message of ['The zeppelin lands', 'About zebras', 'Other things: 会議室は二階 at www.Café.example']) {
      const sessionId = newSession()
      ids.unshift(sessionId)
      await gus.call(sendChat, { message, sessionId })
    }
    const listed = async (input: object) => (await gus.call(listChatSessions, input)).data.map(({ id }) => id)
    expect(await listed({})).toEqual(ids)
    const first = await gus.call(listChatSessions, { limit: 2 })
    expect(first).toMatchObject({ meta: { limit: 2, has_more: true } })
    expect(await listed({ limit: 2, before: first.data[1]!.id })).toEqual([ids[2]])
    expect(await listed({ query: 'zepp lands' })).toEqual([ids[2]])
    expect(await listed({ query: 'Ze' })).toEqual([ids[1], ids[2]])
    expect(await listed({ query: '?!' })).toEqual([])
    await gus.call(sendChat, { message: 'and elsewhere', sessionId: ids[0]! })
    expect(await listed({ query: 'other elsewhere' })).toEqual([ids[0]])
    for (const query of ['会議', '二階', 'cafe', 'CAFÉ OTHER']) expect(await listed({ query })).toEqual([ids[0]])
    await gus.call(updateChatSession, { id: ids[0]!, title: 'Zeta' })
    expect(await listed({ query: 'ze' })).toEqual(ids)
    for (const other of [ada, bob, eve]) {
      expect(await other.answerTo(listChatMessages, { id: ids[0]! })).toMatchObject({ status: 404 })
      expect(await other.answerTo(updateChatSession, { id: ids[0]!, title: 'x' })).toMatchObject({ status: 404 })
      expect(await other.answerTo(deleteChatSession, { id: ids[0]! })).toMatchObject({ status: 404 })
    }
    await gus.call(deleteChatSession, { id: ids[0]! })
    expect(await listed({})).toEqual(ids.slice(1))
  })

  it('page backwards from their end', async () => {
    const sessionId = newSession()
    for (const message of ['1', '2', '3']) await ada.call(sendChat, { message, sessionId })
    const { data: newest, meta } = await ada.call(listChatMessages, { id: sessionId, limit: 4 })
    expect(newest.map(({ content }) => content)).toEqual(['Hello.', '3', 'Hello.', '2'])
    expect(meta.has_more).toBe(true)
    const older = await ada.call(listChatMessages, { id: sessionId, limit: 4, before: newest.at(-1)!.id })
    expect(older.data.map(({ content }) => content)).toEqual(['Hello.', '1'])
    expect(older.meta.has_more).toBe(false)
  })

  it('that are deleted while they are answered keep nothing', async () => {
    model.script({ text: ['secret '], stallAfterBytes: 900 })
    const sessionId = newSession()
    const frames: Frame[] = []
    for await (const frame of ada.client.stream(streamChat, { message: 'q', sessionId }) as AsyncIterable<Frame>) {
      frames.push(frame)
      if (frame.event === 'text_delta' && frames.length === 2) await ada.call(deleteChatSession, { id: sessionId })
    }
    expect(frames.at(-1)!.event).toBe('done')
    expect(await ada.answerTo(listChatMessages, { id: sessionId })).toMatchObject({ status: 404 })
  })
})

describe('a private conversation that is deleted', () => {
  it('leaves nothing of a question that waits for a person', async () => {
    await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: 'ask' })
    model.script({ text: ['I look. '], tools: [{ name: 'knowledge_search', input: { query: 'a secret' } }] })
    const sessionId = newSession()
    const asked = ada.call(sendChat, { message: 'Find the secret', sessionId })
    const { about } = await refusalOf(asked)
    const { data: approval } = await ada.call(getApproval, { id: about.approval_id! })
    await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: null })
    await ada.call(deleteChatSession, { id: sessionId })
    expect((await ada.call(getApproval, { id: approval.id })).data.input).toBeNull()
    for (const endpoint of [getRun, retryRun])
      expect(await ada.answerTo(endpoint, { id: approval.run_id })).toMatchObject({ status: 404 })
    const kept = 'select reply, request from chat_engine.runs where id = $1'
    await vi.waitFor(async () =>
      expect(await platform.database.query(kept, [approval.run_id])).toEqual([
        { reply: '', request: expect.not.objectContaining({ message: expect.anything() }) },
      ]),
    )
  })
})

describeMedia({ ...scene, media })

it('an answer of a twin that is deleted is not given again', async () => {
  const { data: twin } = await ada.call(createTwin, { name: 'Short-lived' })
  const { metadata } = await ada.call(sendChat, { message: 'hi', personality: twin.id, sessionId: newSession() })
  await ada.call(deleteTwin, { id: twin.id })
  expect(await ada.answerTo(retryRun, { id: metadata.runId })).toMatchObject({ status: 409 })
})

it('GET /api/v2/server lists the engine that answers', async () => {
  expect((await bob.call(getServer)).data.configured.engines).toEqual(['anthropic'])
})

it('GET /api/v2/models lists what can be asked for', async () => {
  const { data } = await ada.call(listModels, {})
  expect(data).toContainEqual({ id: 'claude-sonnet-5-5', is_default: true, is_available: true, reason: null })
  expect(data).toContainEqual(expect.objectContaining({ id: 'local', is_available: false }))
})
