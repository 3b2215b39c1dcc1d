import { describe, expect, it } from 'vitest'
import { createDeployment, openGateway } from './gateway.ts'

const deployment = await createDeployment()
const gateway = await openGateway(deployment, { env: { RATE_LIMIT_MESSAGES: '77' } })
const get = (path: string, headers: Record<string, string> = {}) => fetch(gateway.url + path, { headers })

const named = {
  html: /(?:src|href)="([^"#]+)/g,
  /** Modules' imports, in whatever way a bundler writes them. */
  module: /(?:from|import)\s*\(?["'`]([^"'`\s]+\.js)["'`]/g,
  /** Documents that a script of ours reads. */
  documents: /(?:url: |fetch\()'([^']+)'/g,
}

/** What a page or a script names. */
function references(text: string, type: string, from: string): URL[] {
  const isViewer = from.includes('/viewer/')
  const patterns = /html/.test(type) ? [named.html] : [named.module, ...(isViewer ? [] : [named.documents])]
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(([, reference]) => new URL(reference!, new URL(from, gateway.url)))
}

describe('the pages', () => {
  it.each(['/', '/docs'])('at %s are whole, and take nothing from anywhere else', async (page) => {
    const visited = new Set<string>()
    const queue = [page]
    for (let path = queue.pop(); path; path = queue.pop()) {
      if (visited.has(path)) continue
      visited.add(path)
      const answer = await get(path)
      expect(answer.status, path).toBe(200)
      const type = answer.headers.get('content-type')!
      if (!/html|javascript/.test(type)) continue
      for (const { origin, pathname } of references(await answer.text(), type, path)) {
        expect(origin, path).toBe(gateway.url)
        queue.push(pathname)
      }
    }
    expect(visited).toContain('/openapi.json')
    expect(visited).toContain('/assets/parley.css')
    expect(visited).toContain('/asyncapi.json')
    expect([...visited].filter((path) => path.startsWith('/assets/docs/viewer/chunks/')).length).toBeGreaterThan(50)
  })

  it('run no script but their own, and no style but their own where the viewer does not need it', async () => {
    for (const page of ['/', '/docs']) {
      const answer = await get(page)
      const policy = answer.headers.get('content-security-policy')!
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("connect-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain(page === '/docs' ? "style-src 'self' 'unsafe-inline';" : "style-src 'self';")
      expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toMatch(/unsafe|https?:/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await answer.text()).not.toMatch(/<script>|<style|style="|onclick=/)
    }
  })

  it('are compressed for clients that accept that, and plain for others', async () => {
    const path = '/assets/docs/viewer/standalone.esm.js'
    const [zipped, plain] = await Promise.all([get(path), get(path, { 'accept-encoding': 'identity' })])
    expect([zipped, plain].map((answer) => answer.headers.get('content-encoding'))).toEqual(['gzip', null])
    expect(zipped.headers.get('vary')).toContain('Accept-Encoding')
    expect(zipped.headers.get('etag')).not.toBe(plain.headers.get('etag'))
    expect(await zipped.text()).toBe(await plain.text())
  })

  it('let the viewer’s chunks be kept for good, for their names change with them', async () => {
    const viewer = await (await get('/assets/docs/viewer/standalone.esm.js')).text()
    const [, chunk] = /from"\.(\/chunks\/[^"]+-[\w-]{8}\.js)"/.exec(viewer)!
    expect((await get(`/assets/docs/viewer${chunk}`)).headers.get('cache-control')).toContain('immutable')
    expect((await get('/assets/docs/viewer/standalone.esm.js')).headers.get('cache-control')).toBe('no-cache')
  })

  it('are asked for again only when they have changed', async () => {
    const etag = (await get('/docs')).headers.get('etag')!
    const again = await get('/docs', { 'if-none-match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('link to each other: to mails only while they are kept', async () => {
    expect(await (await get('/')).text()).toContain('href="/dev/mail"')
    const sending = await openGateway(deployment, { env: { SMTP_URL: 'smtp://127.0.0.1:9' } })
    expect(await (await fetch(`${sending.url}/`)).text()).not.toContain('/dev/mail')
    expect((await fetch(`${sending.url}/dev/mail`)).status).toBe(404)
  })

  it('answer no other method', async () => {
    const answer = await fetch(`${gateway.url}/docs`, { method: 'POST' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('document the limits that this gateway has', async () => {
    const document = (await (await get('/openapi.json')).json()) as {
      servers: { url: string }[]
      paths: Record<string, Record<string, { description: string; 'x-rate-limits': unknown }>>
    }
    const { post } = document.paths['/api/v2/messages']!
    expect(post!['x-rate-limits']).toEqual([{ class: 'messages', requests: 77, seconds: 60, per: 'user' }])
    expect(post!.description).toContain('77 requests in 60 s')
  })
})

describe('readiness', () => {
  it('names the services behind, without needing any of them', async () => {
    const answer = await get('/readyz')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      status: 'degraded',
      dependencies: {
        postgres: { status: 'up' },
        redis: { status: 'up' },
        channels: { status: 'down', error: expect.any(String) },
        messaging: { status: 'down' },
        'chat-engine': { status: 'down' },
        integrations: { status: 'down' },
        'support-desk': { status: 'down' },
      },
    })
  })

  it('answers without a credential, as health and metrics do', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect(await (await get('/metrics')).text()).toContain('parley_http_request_duration_seconds')
  })
})
