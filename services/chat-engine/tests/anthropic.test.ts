import { startMessagesApi } from '@parley/testing/messages-api'
import { describe, expect, it } from 'vitest'
import { type AnthropicOptions, createAnthropicEngine } from '../src/engines/anthropic.ts'
import { EngineError, type EngineEvent, type Turn } from '../src/engines/engine.ts'
import { storable, storableEvents } from '../src/engines/storable.ts'

const api = await startMessagesApi()
const engineWith = (options: Partial<AnthropicOptions> = {}) =>
  createAnthropicEngine({
    apiKey: api.apiKey,
    baseUrl: api.url,
    attempts: 3,
    backoffMs: 1,
    maxWaitMs: 2_000,
    silenceMs: 20_000,
    ...options,
  })

const question: Turn = {
  model: 'claude-sonnet-4-6',
  instructions: 'You are Ada’s twin.',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'What is new?' }] }],
  tools: [],
  maxTokens: 1_000,
}
const search = { name: 'knowledge_search', description: 'Searches.', inputSchema: { properties: {} } }

async function ask(turn: Turn = question, engine = engineWith(), signal = new AbortController().signal) {
  const events: EngineEvent[] = []
  let error: unknown
  try {
    for await (const event of storableEvents(engine.stream(turn, signal))) events.push(event)
  } catch (thrown) {
    error = thrown
  }
  return { events, error, text: events.map((event) => (event.type === 'text' ? event.text : '')).join('') }
}

const failureOf = ({ error }: { error: unknown }) => (error instanceof EngineError ? error.failure : error)

describe('an answer', () => {
  it('comes piece by piece and ends with what it cost', async () => {
    api.script({
      text: ['It ', 'rains.'],
      usage: { input_tokens: 7, output_tokens: 5, cache_read_input_tokens: 90 },
    })
    const { events } = await ask()
    const begun = { inputTokens: 7, outputTokens: 1, cacheReadTokens: 90, cacheWriteTokens: 0 }
    expect(events).toEqual([
      { type: 'begun', model: 'claude-sonnet-4-6', usage: begun },
      { type: 'text', text: 'It ' },
      { type: 'text', text: 'rains.' },
      {
        type: 'end',
        stop: 'end',
        model: 'claude-sonnet-4-6',
        usage: { inputTokens: 7, outputTokens: 5, cacheReadTokens: 90, cacheWriteTokens: 0 },
      },
    ])
  })

  it('comes without what PostgreSQL does not store, and with characters that two pieces divide', async () => {
    const input = { 'a\0': ['\ud83d', { b: '\0c' }], n: 1, none: null }
    api.script({ text: ['a\0b ', '\ud83d', '\ude00', ' \ud83d'], tools: [{ name: 'knowledge_search', input }] })
    const { events, text } = await ask({ ...question, tools: [search] })
    expect(text).toBe('ab 😀 \ufffd')
    expect(events).toContainEqual({
      type: 'tool_call',
      call: { id: 'toolu_1', name: 'knowledge_search', input: { a: ['\ufffd', { b: 'c' }], n: 1, none: null } },
    })
  })

  it('comes without what is nested too deep to be walked', async () => {
    const nested = JSON.parse(`${'['.repeat(5_000)}1${']'.repeat(5_000)}`)
    expect(JSON.stringify(storable({ near: [[1]], nested }))).toBe(
      `{"near":[[1]],"nested":${'['.repeat(99)}null${']'.repeat(99)}}`,
    )
  })

  it('asks for tools, takes their results and goes on', async () => {
    api.script({ text: ['Let me look.'], tools: [{ id: 'toolu_a', name: 'knowledge_search', input: { query: 'é' } }] })
    const { events } = await ask({ ...question, tools: [search] })
    const call = { id: 'toolu_a', name: 'knowledge_search', input: { query: 'é' } }
    expect(events).toEqual([
      expect.objectContaining({ type: 'begun' }),
      { type: 'text', text: 'Let me look.' },
      { type: 'tool_call', call },
      expect.objectContaining({ type: 'end', stop: 'tools' }),
    ])
    const next = await ask({
      ...question,
      tools: [search],
      messages: [
        ...question.messages,
        { role: 'assistant', parts: [{ type: 'tool_call', call }] },
        {
          role: 'user',
          parts: [{ type: 'tool_result', source: 'search', callId: 'toolu_a', text: 'nothing', failed: true }],
        },
      ],
    })
    expect(next.text).toBe('Hello.')
    expect(api.turns.at(-1)!.messages.at(-1)!.content).toEqual([
      {
        type: 'tool_result',
        tool_use_id: 'toolu_a',
        content: '<tool_result source="search">\nnothing\n</tool_result>',
        is_error: true,
      },
    ])
  })

  it('is asked for with pictures, and with the stable beginning marked for the cache', async () => {
    const picture = { mediaType: 'image/png', base64: 'iVBORw0KGgo=' } as const
    const parts = [{ type: 'picture', picture } as const, { type: 'text', text: 'What is it?' } as const]
    await ask({ ...question, tools: [search, { ...search, name: 'web_search' }], messages: [{ role: 'user', parts }] })
    const { system, tools, messages } = api.turns.at(-1)!.body as Record<string, { cache_control?: unknown }[]>
    const marked = (things?: { cache_control?: unknown }[]) => things?.map(({ cache_control }) => cache_control)
    const ephemeral = { type: 'ephemeral' }
    expect(marked(system)).toEqual([ephemeral])
    expect(marked(tools)).toEqual([undefined, ephemeral])
    const [{ content }] = messages as unknown as [{ content: { type: string; cache_control?: unknown }[] }]
    expect(content.map(({ type }) => type)).toEqual(['image', 'text'])
    expect(marked(content)).toEqual([undefined, ephemeral])
  })

  it.each([
    ['end_turn', 'end'],
    ['max_tokens', 'max_tokens'],
    ['stop_sequence', 'stop_sequence'],
    ['refusal', 'refusal'],
    ['pause_turn', 'paused'],
    ['model_context_window_exceeded', 'context_exceeded'],
    ['a reason of next year', 'other'],
  ])('that stops with %s says so', async (stopReason, stop) => {
    api.script({ text: ['So far'], stopReason })
    const { events, text } = await ask()
    expect(text).toBe('So far')
    expect(events.at(-1)).toMatchObject({ type: 'end', stop })
  })
})

describe('before anything of an answer came', () => {
  it.each([
    ['429', { status: 429, type: 'rate_limit_error' }],
    ['529', { status: 529, type: 'overloaded_error' }],
    ['500', { status: 500, type: 'api_error' }],
    ['a lost connection', { text: ['never'], cutAfterBytes: 0 }],
    ['an error event', { errorEvent: { event: 0, type: 'overloaded_error', message: 'Overloaded' } }],
  ])('%s is tried again', async (_, fault) => {
    api.script(fault, fault, { text: ['At last.'] })
    expect(await ask()).toMatchObject({ text: 'At last.', error: undefined })
  })

  it('a fault that stays is an error after the last attempt', async () => {
    const before = api.turns.length
    const fault = { status: 529, type: 'overloaded_error' }
    api.script(fault, fault, fault)
    expect(failureOf(await ask())).toBe('busy')
    expect(api.turns.length - before).toBe(3)
  })

  it('`retry-after` is waited for, and where it is too long the turn fails at once', async () => {
    const limited = (seconds: string) => ({
      status: 429,
      type: 'rate_limit_error',
      headers: { 'retry-after': seconds },
    })
    api.script(limited('1'))
    const begun = performance.now()
    expect((await ask()).text).toBe('Hello.')
    expect(performance.now() - begun).toBeGreaterThanOrEqual(990)
    api.script(limited('3600'))
    const { error } = await ask()
    expect(error).toMatchObject({ failure: 'busy', retryAfterMs: 3_600_000 })
  })

  it.each([
    ['context_exceeded', { status: 400, type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens' }],
    ['context_exceeded', { status: 413, type: 'request_too_large' }],
    ['rejected', { status: 400, type: 'invalid_request_error', message: 'temperature: nonsense' }],
    ['misconfigured', { status: 401, type: 'authentication_error' }],
    ['misconfigured', { status: 404, type: 'not_found_error', message: 'model: claude-0' }],
  ])('%s is final', async (failure, fault) => {
    const before = api.turns.length
    api.script(fault)
    expect(failureOf(await ask())).toBe(failure)
    expect(api.turns.length - before).toBe(1)
  })
})

describe('in the middle of an answer', () => {
  it('a lost connection is an error, and what came stands', async () => {
    api.script({ text: ['Half of', ' it'], cutAfterBytes: 620 })
    const { text, error } = await ask()
    expect(text).toMatch(/^Half of/)
    expect(failureOf({ error })).toBe('unreachable')
  })

  it('what has been used until it breaks off is counted, as far as it is known, and estimated by its bytes', async () => {
    const text = ['Half of it, ', 'and the half of the rest, ', 'and …']
    const input = { input_tokens: 4_000, cache_read_input_tokens: 90 }
    api.script({ text, usage: input, errorEvent: { event: 5, type: 'api_error', message: '' } })
    const usage = { inputTokens: 4_000, outputTokens: 10, cacheReadTokens: 90, cacheWriteTokens: 0 }
    expect((await ask()).events.at(-1)).toEqual({ type: 'broken_off', model: 'claude-sonnet-4-6', usage })
    // Counted by the API, all but its last event.
    api.script({
      text,
      usage: { ...input, output_tokens: 77 },
      errorEvent: { event: 8, type: 'api_error', message: '' },
    })
    expect((await ask()).events.at(-1)).toMatchObject({ type: 'broken_off', usage: { ...usage, outputTokens: 77 } })
    // Nothing that anybody could see has come: it is tried again, and has used both.
    api.script(
      { text, usage: input, errorEvent: { event: 1, type: 'overloaded_error', message: '' } },
      { text: ['At last.'] },
    )
    expect((await ask()).events.map(({ type }) => type)).toEqual(['begun', 'broken_off', 'begun', 'text', 'end'])
  })

  it('an end without its last event is an error', async () => {
    api.script({ text: ['Half of', ' it'], garble: { event: 7, line: '' } })
    const { text, error } = await ask()
    expect(text).toBe('Half of it')
    expect(failureOf({ error })).toBe('unreachable')
  })

  it('an error event is an error, and not tried again', async () => {
    const before = api.turns.length
    api.script({ text: ['One', 'two'], errorEvent: { event: 4, type: 'overloaded_error', message: 'Overloaded' } })
    const { text, error } = await ask()
    expect(text).toBe('One')
    expect(failureOf({ error })).toBe('busy')
    expect(api.turns.length - before).toBe(1)
  })

  it('what cannot be read is an error', async () => {
    api.script({ text: ['One', 'two'], garble: { event: 4, line: 'event: content_block_delta\ndata: {"type":\n\n' } })
    const { text, error } = await ask()
    expect(text).toBe('One')
    expect(failureOf({ error })).toBe('broken')
  })

  it('a tool’s input that is cut off is none, and an error unless the model has stopped there', async () => {
    const cut = { text: ['I look.'], tools: [{ name: search.name, input: { query: 'gold' }, isCut: true }] }
    api.script({ ...cut, stopReason: 'max_tokens' }, cut)
    const { text, events, error } = await ask()
    expect([text, error]).toEqual(['I look.', undefined])
    expect(events.map(({ type }) => type)).toEqual(['begun', 'text', 'end'])
    expect(events.at(-1)).toMatchObject({ stop: 'max_tokens' })
    expect(failureOf(await ask())).toBe('broken')
  })

  it('silence is an error', async () => {
    api.script({ text: ['One', 'two'], stallAfterBytes: 620 })
    expect(failureOf(await ask(question, engineWith({ silenceMs: 100 })))).toBe('slow')
  })

  it('the caller’s signal ends it and the request', async () => {
    const controller = new AbortController()
    const stopped = new Error('stopped')
    api.script({ text: Array.from({ length: 50 }, (_, i) => `${i} `), delayMs: 5 })
    let last: EngineEvent | undefined
    const read = async () => {
      for await (const event of engineWith().stream(question, controller.signal)) {
        last = event
        if (event.type === 'text') controller.abort(stopped)
      }
    }
    await expect(read()).rejects.toBe(stopped)
    expect(last).toMatchObject({ type: 'broken_off', usage: { inputTokens: 10, outputTokens: 1 } })
    expect(await api.turns.at(-1)!.ended).toBe(false)
  })
})
