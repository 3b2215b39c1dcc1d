import { randomUUID } from 'node:crypto'
import { createExtractor } from '@parley/documents/extractor'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { traceFrom } from '@parley/kit/trace'
import { createPythonSandbox } from '@parley/sandbox/python-sandbox'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { startFirecrawlApi } from '@parley/testing/firecrawl-api'
import { startServer } from '@parley/testing/json-server'
import { bootService } from '@parley/testing/service'
import { describe, expect, it, vi } from 'vitest'
import { createCodeInterpreter } from '../../src/tools/code-interpreter.ts'
import { createFirecrawl } from '../../src/tools/firecrawl.ts'
import type { Tool } from '../../src/tools/tool.ts'
import { createWebScrape } from '../../src/tools/web-scrape.ts'
import { createWebSearch } from '../../src/tools/web-search.ts'

const scope = {
  workspaceId: randomUUID(),
  userId: randomUUID(),
  destination: { sessionId: randomUUID() },
  trace: traceFrom(undefined, undefined),
}
const never = new AbortController().signal
const run = (tool: Tool, input: unknown, signal = never) => tool.run(input, scope, signal)

const api = await startFirecrawlApi()
api.pages.push({
  url: 'https://93.184.215.14/keys',
  title: 'Keys',
  description: 'All about keys.',
  markdown: '# Keys\n\nThe brass key opens the front door.',
})
const firecrawl = createFirecrawl({ FIRECRAWL_URL: api.url, FIRECRAWL_API_KEY: api.apiKey })
const extractor = createExtractor()
closeAfterwards({ close: async () => extractor.close() })

/** A page that the operator allows, and everything else that is not public, which nobody does. */
const site = await startServer(({ path, headers }, response) => {
  if (path === '/page') {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<title>Doors</title><nav>Menu</nav><p>The door is <b>blue</b>.</p><script>steal()</script>')
  } else if (path === '/inward') response.writeHead(302, { location: 'http://127.0.0.1:9/admin' }).end()
  else if (path === '/flood') response.end(Buffer.alloc(6 * 1024 * 1024, 'a'))
  else if (path === '/picture') response.end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]))
  else if (path === '/agent') response.end(String(headers['user-agent']))
  else if (path === '/hang') response.writeHead(200).write('…')
  else response.writeHead(404).end('nothing here')
})
const outside = createOutsideFetch({
  allowed: [{ host: 'site.test', port: site.port }],
  lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
})
closeAfterwards(outside)
const scrape = createWebScrape({ firecrawl: undefined, outside, extractor })
const at = (path: string) => `http://site.test:${site.port}${path}`

describe('web_search', () => {
  it('answers what was found, and which addresses those are', async () => {
    const found = await run(createWebSearch(firecrawl), { query: 'keys' })
    expect(JSON.parse(found.text)).toEqual({
      results: [{ url: 'https://93.184.215.14/keys', title: 'Keys', description: 'All about keys.' }],
    })
    expect(found).toMatchObject({ failed: false, links: ['https://93.184.215.14/keys'] })
    expect(api.searches).toEqual(['keys'])
  })

  it('says so where it is not configured', async () => {
    const off = createWebSearch(createFirecrawl({ FIRECRAWL_URL: api.url, FIRECRAWL_API_KEY: undefined }))
    expect(await run(off, { query: 'keys' })).toEqual({ text: 'Not configured: FIRECRAWL_API_KEY.', failed: true })
  })

  it.each([
    [{ status: 401 }, /FIRECRAWL_API_KEY/],
    [{ status: 402 }, /paid/],
    [{ status: 429 }, /too often/],
    [{ status: 500 }, /failed \(500\)/],
    [{ text: '<html>' }, /cannot be read/],
    [{ text: `{"data": "${'x'.repeat(5 * 1024 * 1024)}"}` }, /too long/],
  ])('answers what went wrong: %o', async (next, why) => {
    api.next = next
    expect(await run(createWebSearch(firecrawl), { query: 'keys' })).toEqual({
      text: expect.stringMatching(why),
      failed: true,
    })
  })

  it.each([{}, { query: '' }, { query: 'a', limit: 100 }, 'keys', null])(
    'answers what is wrong with %o',
    async (input) => {
      const asked = api.searches.length
      expect(await run(createWebSearch(firecrawl), input)).toMatchObject({ failed: true })
      expect(api.searches.length).toBe(asked)
    },
  )

  it('shows engines what it takes', () => {
    expect(createWebSearch(undefined).inputSchema).toMatchObject({
      type: 'object',
      properties: { query: { type: 'string', maxLength: 500 }, limit: { type: 'integer', maximum: 10 } },
      required: ['query'],
    })
  })
})

describe('web_scrape', () => {
  it('reads a page by itself, without its scripts', async () => {
    const { text, failed } = await run(scrape, { url: at('/page') })
    expect(JSON.parse(text)).toEqual({
      url: at('/page'),
      title: 'Doors',
      text: expect.stringContaining('The door is blue.'),
    })
    expect(text).not.toContain('steal')
    expect(failed).toBe(false)
  })

  it('reads a page by the service that is configured', async () => {
    const { text } = await run(createWebScrape({ firecrawl, outside, extractor }), {
      url: 'https://93.184.215.14/keys',
    })
    expect(JSON.parse(text)).toMatchObject({ title: 'Keys', text: expect.stringContaining('brass key') })
  })

  it.each(['http://127.0.0.1/', 'http://169.254.169.254/latest/meta-data', 'http://[::1]:8080/', 'http://localhost/'])(
    'asks no service for %s, which may reach what is private',
    async (url) => {
      const asked = api.scrapes.length
      const answer = await run(createWebScrape({ firecrawl, outside, extractor }), { url })
      expect(answer).toEqual({ text: expect.stringMatching(/not a public address/), failed: true })
      expect(api.scrapes.length).toBe(asked)
    },
  )

  it.each([
    ['a private address', 'http://169.254.169.254/latest/meta-data', /not a public address/],
    ['a name of one', 'http://metadata.test/', /not a public address/],
    ['a redirect to one', at('/inward'), /not a public address|Port 9/],
    ['a port that is no web server', 'http://93.184.215.14:22/', /Port 22/],
    ['a page that is not there', at('/missing'), /404/],
    ['a page without end', at('/flood'), /longer than/],
    ['a picture', at('/picture'), /damaged|not read/],
  ])('refuses %s', async (_, url, why) => {
    expect(await run(scrape, { url })).toEqual({ text: expect.stringMatching(why), failed: true })
  })

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://user:password@site.test/', 'example.com'])(
    'takes no %s',
    async (url) => {
      expect(await run(scrape, { url })).toMatchObject({ failed: true })
      expect(scrape.opens!({ url })).toBeUndefined()
    },
  )

  it('says which address a call would open', () => {
    expect(scrape.opens!({ url: at('/page') })).toBe(at('/page'))
  })

  it('ends with its caller', async () => {
    const leaving = new AbortController()
    const hanging = run(scrape, { url: at('/hang') }, leaving.signal)
    leaving.abort(new Error('gone'))
    await expect(hanging).rejects.toThrow('gone')
  })
})

describe('code_interpreter', () => {
  it('answers what a program printed, its value and its errors', async () => {
    const sandbox = createPythonSandbox({ config: { CODE_INTERPRETER: 'on', CODE_INTERPRETER_AT_ONCE: 1 } })
    closeAfterwards(sandbox)
    const code = 'import sys\nprint("six times seven")\nprint("careful", file=sys.stderr)\n6 * 7'
    expect(await run(createCodeInterpreter(sandbox), { code })).toEqual({
      text: 'Printed:\nsix times seven\n\n\nPrinted to stderr:\ncareful\n\n\nResult: 42',
      failed: false,
    })
  })

  it.each([
    [{ error: 'ZeroDivisionError' }, { text: 'Error:\nZeroDivisionError', failed: true }],
    [{ timedOut: true }, { text: 'It was stopped after 10 seconds.', failed: true }],
    [
      { stdout: 'a', truncated: true },
      { text: 'Printed:\na\n\nThere was more output, which is left out.', failed: false },
    ],
    [{}, { text: 'It ended without output.', failed: false }],
  ])('says how a program ended: %o', async (ended, expected) => {
    const result = {
      stdout: '',
      stderr: '',
      result: null,
      error: null,
      timedOut: false,
      truncated: false,
      durationMs: 1,
    }
    const holders: unknown[] = []
    const sandbox = {
      availability: async () => ({ isAvailable: true, confinement: 'limits' }) as const,
      prepare: async () => {},
      run: async (_: string, options: { holders: unknown }) => {
        holders.push(options.holders)
        return { ...result, ...ended }
      },
    }
    expect(await run(createCodeInterpreter(sandbox), { code: 'x' })).toEqual(expected)
    expect(holders).toEqual([{ workspace: scope.workspaceId, person: `${scope.workspaceId}:${scope.userId}` }])
  })

  it('is loaded when the service starts with a model, so that the first program does not wait', async () => {
    const { url } = await bootService('chat-engine', { env: { ANTHROPIC_API_KEY: 'key', CODE_INTERPRETER: 'on' } })
    const spares = async () => /^parley_python_spares\{.*\} (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())
    await vi.waitFor(async () => expect((await spares())?.[1]).toBe('1'))
  })

  it('says so where it is off', async () => {
    const sandbox = createPythonSandbox({ config: { CODE_INTERPRETER: 'off', CODE_INTERPRETER_AT_ONCE: 1 } })
    expect(await run(createCodeInterpreter(sandbox), { code: '1' })).toEqual({
      text: 'Not available: Python is switched off: CODE_INTERPRETER=off.',
      failed: true,
    })
  })
})
