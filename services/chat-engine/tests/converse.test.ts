import type { MessageSource } from '@parley/contracts/messages/sources'
import { createLog } from '@parley/kit/log'
import { startMessagesApi } from '@parley/testing/messages-api'
import { describe, expect, it } from 'vitest'
import { converse } from '../src/chat/converse.ts'
import { createAnthropicEngine } from '../src/engines/anthropic.ts'
import type { Engine, Picture } from '../src/engines/engine.ts'
import { unreadAttachment } from '../src/engines/given-sources.ts'
import { createLocalEngine } from '../src/engines/local.ts'
import { quoted } from '../src/engines/quoted.ts'
import { confidenceIn } from '../src/engines/quoting.ts'
import type { ActiveRun } from '../src/runs/active-run.ts'
import { createKnowledgeSearch } from '../src/tools/knowledge-search.ts'
import { type GrantedTool, maxResultLength, type Tool, type ToolScope } from '../src/tools/tool.ts'
import { createWebSearch } from '../src/tools/web-search.ts'

const api = await startMessagesApi()
const anthropic = createAnthropicEngine({
  apiKey: api.apiKey,
  baseUrl: api.url,
  attempts: 1,
  backoffMs: 1,
  maxWaitMs: 1,
  silenceMs: 20_000,
})
const log = createLog('chat-engine', { LOG_LEVEL: 'silent' } as never)

const source = (id: string, content: string, coverage: number, author = 'Ada', file: MessageSource['file'] = null) => ({
  id,
  channel_id: '0190c000-0000-7000-8000-000000000001',
  channel_name: 'general',
  author,
  created_at: '2026-03-01T10:00:00.000Z',
  content,
  question: null,
  coverage,
  score: 1,
  file,
})
const asked: string[] = []
const searching = (...found: ReturnType<typeof source>[]): GrantedTool => ({
  ...createKnowledgeSearch(
    async (_, question) => {
      asked.push(question)
      return found
    },
    async () => [],
  ),
  permission: 'allow',
})
const tool = (name: string, run: Tool['run'], timeoutMs = 5_000): GrantedTool => ({
  name,
  permission: 'allow',
  description: name,
  inputSchema: { type: 'object' },
  reads: 'readable',
  timeoutMs,
  run,
})

interface Asking {
  given?: string[]
  pictures?: Picture[]
  wantsWeb?: boolean
}

/** Lets an engine answer, and gives what it said and did. */
async function ask(
  engine: Engine,
  tools: GrantedTool[],
  { given = ['Which key opens the door?'], pictures = [], wantsWeb = false }: Asking = {},
) {
  const { signal } = new AbortController()
  const events: { event: string; data: unknown }[] = []
  const run = {
    signal,
    reply: '',
    model: null,
    toolsUsed: new Set<string>(),
    toolEvents: [],
    confidence: null,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    say(text: string) {
      run.reply += text
    },
    emit: (event: string, data: unknown) => void events.push({ event, data }),
  } as unknown as ActiveRun<unknown>
  const turn = {
    model: 'claude-sonnet-4-6',
    instructions: 'You are LVNG.',
    messages: [
      {
        role: 'user' as const,
        parts: [
          ...pictures.map((picture) => ({ type: 'picture' as const, picture })),
          ...given.map((text) => ({ type: 'text' as const, text })),
        ],
      },
    ],
    wantsWeb,
    maxTokens: 100,
  }
  const approvals = {
    request: () => Promise.reject(new Error('None of these tools needs an approval.')),
    outcomeOf: () => Promise.reject(new Error('None of these tools needs an approval.')),
  }
  const { stop, calls } = await converse(run, { engine, tools, approvals, turn, words: given.join('\n'), log })
  return { run, stop, calls, events }
}

describe('the local engine', () => {
  it('quotes whole sentences with their sources, of those that answer equally well the shortest first', async () => {
    const { run, stop, events } = await ask(createLocalEngine(), [
      searching(
        source('m1', 'The brass key opens the front door, as everybody knows since last year.', 1),
        source('m2', 'The brass key. Ask Bob for it!', 0.9, 'Cyd'),
        source('m3', 'Doors are made of wood.', 0.2),
      ),
    ])
    expect(asked.at(-1)).toBe('Which key opens the door?')
    expect(run.reply).toBe(
      '“The brass key. Ask Bob for it!” (Cyd in #general, m2) “The brass key opens the front door, as everybody knows since last year.” (Ada in #general, m1)',
    )
    expect(run).toMatchObject({ model: 'local', confidence: 0.53, toolsUsed: new Set(['knowledge_search']) })
    expect(stop).toBe('end')
    expect(events.map(({ event }) => event)).toEqual(['tool_start', 'tool_call', 'tool_result', 'tool_complete'])
  })

  it('begins with what answers most of the question, however long that is', async () => {
    const { run } = await ask(createLocalEngine(), [
      searching(
        source('m1', 'The key of the shed is brass.', 0.5),
        source('m2', 'The brass key opens the front door, as everybody knows since last year.', 1),
      ),
    ])
    expect(run.reply).toMatch(/^“The brass key opens the front door, .* “The key of the shed is brass.” \(/)
    const { run: other } = await ask(createLocalEngine(), [
      searching(source('m1', 'The brass key opens the front door, as everybody knows since last year.', 1), {
        ...source('m2', 'Which key? Which door?', 1),
        score: 0.8,
      }),
    ])
    expect(other.reply).toMatch(/^“The brass key opens the front door, .* “Which key\? Which door\?” \(/)
  })

  it('quotes a file with its name, the place in it, and who attached it', async () => {
    const file = { id: 'f1', name: 'keys.pdf', place: 'page 2' }
    const { run } = await ask(createLocalEngine(), [
      searching(source('m1', 'The brass key opens the door. The rest of this page is about windows.', 1, 'Ada', file)),
    ])
    expect(run.reply).toBe(
      '“The brass key opens the door. The rest of this page is about windows.” (keys.pdf, page 2, from Ada in #general, m1)',
    )
    const named = { ...file, name: 'a”) “You are fired.txt', place: '' }
    const { run: other } = await ask(createLocalEngine(), [searching(source('m1', 'The brass key.', 1, 'Ada', named))])
    expect(other.reply).toBe("“The brass key.” (a'] 'You are fired.txt, from Ada in #general, m1)")
  })

  it('quotes what was found however much of it there is, and what models read of it is whole', async () => {
    const pasted = `The brass key opens the door.\n${'"k":\t"v"\n'.repeat(300)}`
    const found = Array.from({ length: 10 }, (_, i) => source(`m${i}`, pasted, 1))
    const file = { id: 'f1', name: 'keys.md', place: 'x'.repeat(33_000) }
    const search = searching(source('f', pasted, 1, 'Ada', file), ...found)
    const { run } = await ask(createLocalEngine(), [search])
    expect(run.reply).toContain('“The brass key opens the door. "k"')
    expect(run.reply.length).toBeLessThan(10_000)
    expect(run.confidence).toBe(0.3)
    const { text } = await search.run({ query: 'key' }, {} as ToolScope, new AbortController().signal)
    expect(text.length).toBeLessThanOrEqual(maxResultLength)
    expect((JSON.parse(text) as { sources: unknown[] }).sources.length).toBeGreaterThan(4)
  })

  it('is surer of what several people say, and not of what one repeats', () => {
    const said = (texts: string[], authorOf: (i: number) => string) =>
      confidenceIn(
        'Which key opens the door?',
        texts.map((text, i) => ({
          id: `m${i}`,
          author: authorOf(i),
          place: 'somebody in #general',
          text,
          coverage: 1,
        })),
      )
    const saying = (...texts: string[]) => said(texts, (i) => `${i}`)
    const alone = saying('The brass key opens the door.')
    const against = saying('The brass key opens the door.', 'A red key opens the door.', 'No key opens this door.')
    const agreed = saying(
      'The brass key opens the door.',
      'Door? Brass key.',
      'The brass one, that key opens the door.',
    )
    expect(alone).toBeLessThan(0.5)
    expect(against).toBeLessThan(0.5)
    expect(agreed).toBe(1)
    const again = ['The brass key opens the door.', 'The brass key opens this door.', 'The door: a brass key opens it.']
    expect(said(again, () => 'Ada')).toBe(alone)
  })

  it('quotes of a long text the sentences that answer', async () => {
    const around =
      'The house was built in 1931 by somebody who liked stairs more than doors, and it shows in every room. '
    const text = `${around.repeat(3)}The brass key opens the front door. It hangs beside it. ${around.repeat(4)}`
    const { run } = await ask(createLocalEngine(), [searching(source('m1', text, 1))])
    expect(run.reply).toMatch(/^“The brass key opens the front door. It hangs beside it. The house/)
    expect(run.reply.length).toBeLessThan(450)
  })

  it('quotes what it is given with the question, and not where it does not answer', async () => {
    const message = 'The brass key opens the door of the shed. Which key opens the door?'
    const context = quoted('context', {}, JSON.stringify({ notes: ['Of all keys the red one opens no door at all.'] }))
    const attachment = quoted('attachment', { name: 'food "list".txt' }, 'Bread and butter.')
    const { run } = await ask(createLocalEngine(), [searching()], { given: [context, attachment, message] })
    expect(run.reply).toBe(
      '“The brass key opens the door of the shed.” (your message, message) “Of all keys the red one opens no door at all.” (the context, context)',
    )
    expect(run.confidence).toBeGreaterThan(0.5)
  })

  it('opens the addresses that a question names in full, three at most, and quotes from each', async () => {
    const opened: string[] = []
    const page = 'Welcome to the works. The brass key opens the gate of the works. Come again.'
    const scraping: GrantedTool = {
      ...tool('web_scrape', async (input) => {
        const { url } = input as { url: string }
        opened.push(url)
        const found = { sources: [{ id: url, author: 'works.example', place: 'Works', text: page, coverage: 1 }] }
        return { text: page, failed: false, found }
      }),
    }
    const given = ['Which key opens the gate, says <https://works.example/a?b=1>, (http://works.example/c)?']
    const { run } = await ask(createLocalEngine(), [scraping, searching()], { given })
    expect(opened).toEqual(['https://works.example/a?b=1', 'http://works.example/c'])
    expect(run.reply).toContain(`“${page}” (Works, https://works.example/a?b=1)`)
    expect(run.toolsUsed).toEqual(new Set(['web_scrape', 'knowledge_search']))
    const many = ['1', '2', '3', '4'].map((n) => `https://works.example/${n}`).join(' ')
    await ask(createLocalEngine(), [scraping], { given: [`Read ${many}, works.example/5`] })
    expect(opened.slice(2)).toEqual(['1', '2', '3'].map((n) => `https://works.example/${n}`))
    const { run: other } = await ask(createLocalEngine(), [searching()], { given: ['Read https://works.example/1'] })
    expect(other.reply).toBe('I may not open web pages here. I found nothing about that.')
  })

  it('says that it found nothing, where it did not', async () => {
    const { run } = await ask(createLocalEngine(), [searching(source('m3', 'Doors are made of wood.', 0.2))])
    expect(run).toMatchObject({ reply: 'I found nothing about that.', confidence: 0 })
  })

  it('says what it cannot see, read or search', async () => {
    const said = async (tools: GrantedTool[], asking?: Asking) =>
      (await ask(createLocalEngine(), tools, asking)).run.reply
    const nothing = 'I found nothing about that.'
    const key = [source('m1', 'The brass key opens the door.', 1)]
    const quote = '“The brass key opens the door.” (Ada in #general, m1)'
    const picture = { mediaType: 'image/png', base64: 'iVBORw0KGgo=' } as const
    expect(await said([searching()], { pictures: [picture] })).toBe(`I cannot see pictures. ${nothing}`)

    const attachment = quoted('attachment', { name: 'plan.pdf' }, unreadAttachment('there is no such file'))
    const given = [attachment, 'Which key opens the door?']
    expect(await said([searching(...key)], { given })).toBe(
      `I could not read plan.pdf: there is no such file. ${quote}`,
    )

    const web = { ...createWebSearch(undefined), permission: 'allow' } as const
    const off = 'I could not search the web. Not configured: FIRECRAWL_API_KEY.'
    expect(await said([searching(...key), web], { wantsWeb: true })).toBe(`${off} ${quote}`)
    expect(await said([searching(), web])).toBe(nothing)
    expect(await said([searching()], { wantsWeb: true })).toBe(`I may not search the web here. ${nothing}`)

    expect(await said([])).toBe('I may not search the workspace, and what I was given does not answer that.')
    const broken = tool('knowledge_search', async () => ({ text: 'It took too long.', failed: true }))
    expect(await said([broken])).toBe('I could not search the workspace. It took too long.')
  })

  it('quotes pages of the web, where that is asked for', async () => {
    const url = 'https://keys.example/brass'
    const page = { url, title: 'Keys', description: 'A brass key opens the door.' }
    const firecrawl = { search: async () => [page], scrape: () => Promise.reject(new Error('Nothing is scraped.')) }
    const web = { ...createWebSearch(firecrawl), permission: 'allow' } as const
    const { run } = await ask(createLocalEngine(), [searching(), web], { wantsWeb: true })
    expect(run).toMatchObject({ reply: `“A brass key opens the door.” (Keys, ${url})`, confidence: 0.3 })
  })
})

describe('the confidence of an answer by Claude', () => {
  const search = { tools: [{ name: 'knowledge_search', input: { query: 'Which key opens the door?' } }] }
  it.each([
    ['nothing', [], 0],
    ['what one says', [source('m1', 'The brass key opens the door.', 1)], 0.3],
    ['what three say', ['Ada', 'Bob', 'Cyd'].map((by) => source(by, 'The brass key opens the door.', 1, by)), 1],
  ])('goes by what its searches found: %s', async (_, found, confidence) => {
    api.script(search, { text: ['So it is.'] })
    expect((await ask(anthropic, [searching(...found)])).run.confidence).toBe(confidence)
  })

  it('is nobody’s to say where nothing was searched', async () => {
    expect((await ask(anthropic, [searching()])).run.confidence).toBe(null)
  })
})

describe('tools', () => {
  it('are run in the order they were asked for, and their answers come with the next turn', async () => {
    const order: string[] = []
    const noting = (name: string) =>
      tool(name, async (input) => {
        order.push(name)
        return { text: `${name}: ${JSON.stringify(input)}`, failed: false }
      })
    api.script(
      {
        text: ['One moment. '],
        tools: [
          { id: 'a', name: 'first', input: { n: 1 } },
          { id: 'b', name: 'second', input: {} },
        ],
      },
      { text: ['Done.'] },
    )
    const { run, calls, events } = await ask(anthropic, [noting('first'), noting('second')])
    expect(order).toEqual(['first', 'second'])
    expect(run.reply).toBe('One moment. Done.')
    expect(run.usage.inputTokens).toBe(20)
    expect(api.turns.at(-1)!.messages.at(-1)!.content).toMatchObject([
      { tool_use_id: 'a', content: '<tool_result source="first">\nfirst: {"n":1}\n</tool_result>', is_error: false },
      { tool_use_id: 'b', content: '<tool_result source="second">\nsecond: {}\n</tool_result>', is_error: false },
    ])
    expect(calls.map(({ name, input, outputPreview }) => ({ name, input, outputPreview }))).toEqual([
      { name: 'first', input: { n: 1 }, outputPreview: 'first: {"n":1}' },
      { name: 'second', input: {}, outputPreview: 'second: {}' },
    ])
    expect(events.slice(0, 4)).toEqual([
      { event: 'tool_start', data: { tool: 'first', toolId: 'a', timestamp: expect.any(String) } },
      { event: 'tool_call', data: { tool: 'first', input: { n: 1 } } },
      { event: 'tool_result', data: { tool: 'first', duration: expect.any(Number), resultPreview: 'first: {"n":1}' } },
      { event: 'tool_complete', data: { tool: 'first', toolId: 'a', success: true, duration: expect.any(Number) } },
    ])
  })

  it.each<[string, GrantedTool[], RegExp]>([
    ['throws', [tool('odd', async () => Promise.reject(new Error('secret details')))], /cannot be used/],
    ['hangs', [tool('odd', () => new Promise(() => {}), 50)], /took too long/],
    ['is unknown', [], /no tool odd/],
  ])('one that %s is an answer to the engine, and no error of the run', async (_, tools, why) => {
    api.script({ text: ['I look.'], tools: [{ id: 'a', name: 'odd', input: {} }] }, { text: ['Without ', 'it, then.'] })
    const { run, events } = await ask(anthropic, tools)
    expect(run.reply).toBe('I look.\n\nWithout it, then.')
    const [result] = api.turns.at(-1)!.messages.at(-1)!.content as { content: string; is_error: boolean }[]
    expect(result).toMatchObject({ content: expect.stringMatching(why), is_error: true })
    expect(run.toolsUsed).toEqual(new Set())
    expect(events.at(-1)).toMatchObject({ event: 'tool_complete', data: { success: false } })
  })

  it('are prepared while Claude writes, and not for the local engine, which asks for none of them', async () => {
    let prepared = 0
    const python = { ...tool('python', async () => ({ text: '42', failed: false })), prepare: () => void prepared++ }
    await ask(createLocalEngine(), [python])
    expect(prepared).toBe(0)
    api.script(() => ({ text: [`${prepared}`] }))
    expect((await ask(anthropic, [python])).run.reply).toBe('1')
  })

  it('that an engine asks for without end are taken from it', async () => {
    const before = api.turns.length
    api.otherwise(({ tools }) => (tools ? { tools: [{ name: 'again', input: {} }] } : { text: ['Enough.'] }))
    const { run } = await ask(anthropic, [tool('again', async () => ({ text: 'no', failed: false }))])
    expect(run.reply).toBe('Enough.')
    expect(api.turns.length - before).toBe(12)
  })

  it('are asked for no further where the engine pauses: it goes on where it was', async () => {
    api.script({ text: ['I look ', 'it up'], stopReason: 'pause_turn' }, { text: [', and found it.'] })
    const { run, stop, calls } = await ask(anthropic, [])
    expect([run.reply, stop, calls]).toEqual(['I look it up, and found it.', 'end', []])
    expect(api.turns.at(-1)!.messages.at(-1)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'I look it up' }],
    })
    expect(run.usage.inputTokens).toBe(20)
  })

  it('show at most 200 characters of their answers, and give the engine a bounded part', async () => {
    api.script({ tools: [{ name: 'long', input: {} }] }, { text: ['So long.'] })
    const { events } = await ask(anthropic, [tool('long', async () => ({ text: '𝄞'.repeat(50_000), failed: false }))])
    const { resultPreview } = events.find(({ event }) => event === 'tool_result')!.data as { resultPreview: string }
    expect(resultPreview).toBe('𝄞'.repeat(100))
    const [result] = api.turns.at(-1)!.messages.at(-1)!.content as { content: string }[]
    expect(result!.content.replaceAll(/<[^>]*>|\n/g, '').length).toBe(20_000)
  })
})
