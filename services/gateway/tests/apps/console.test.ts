import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { createDeployment, openGateway, sendRaw } from '../ingress/gateway.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-console-'))
afterAll(() => rm(folder, { recursive: true }))

const script = `console.log(${JSON.stringify('x'.repeat(1_000))})`
const page = (title: string) =>
  `<!doctype html><title>${title}</title><script type="module" src="/app/assets/main-Ab12_-cd.js"></script>`

/** What a build leaves, as infra/local/build-apps.ts does. */
async function build(dist: string, files: Record<string, string | Buffer>): Promise<void> {
  await mkdir(join(dist, 'app/assets'), { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(dist, name), content)
}

const built = join(folder, 'built')
await build(built, {
  'app/index.html': page('Parley'),
  'app/push.js': 'self.onpush = () => {}',
  'app/assets/main-Ab12_-cd.js': script,
  'app/assets/main-Ab12_-cd.js.br': brotliCompressSync(script),
  'app/assets/main-Ab12_-cd.js.gz': gzipSync(script),
  'app/assets/main-Ab12_-cd.js.map': '{}',
  stamp: '1',
})

const deployment = await createDeployment()
const { url } = await openGateway(deployment, {}, { consoleFolder: built })
const get = (path: string, init: RequestInit = {}, from = url) => fetch(from + path, init)

describe('GET /app', () => {
  it('answers the console’s page at every path below, and at no other', async () => {
    for (const path of ['/app', '/app/', '/app/wsp_1/c/ch_2?m=msg_3&t=%zz', '/app/wsp_1/search/%zz', '/app/assets']) {
      const answer = await get(path)
      expect(answer.status, path).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await answer.text()).toBe(page('Parley'))
    }
    for (const path of ['/apple', '/App', '/app//x', '/x/app']) expect((await get(path)).status, path).toBe(404)
  })

  it('is asked for every time, and sent when it has changed', async () => {
    const { headers } = await get('/app')
    expect(headers.get('cache-control')).toBe('no-cache')
    const known = await get('/app/desk', { headers: { 'if-none-match': headers.get('etag')! } })
    expect([known.status, await known.text()]).toEqual([304, ''])
    const head = await get('/app', { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, headers.get('etag'), ''])
  })

  it('loads what this gateway serves alone, in nobody’s frame, and so does a worker of it', async () => {
    const policy = [
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:`,
      `font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'`,
      `form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types parley`,
    ].join('; ')
    for (const path of ['/app', '/app/assets/main-Ab12_-cd.js', '/app/push.js']) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')?.split(';'), path).toEqual(policy.split('; '))
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=(), '),
      })
      expect(headers.get('strict-transport-security')).toBeNull()
    }
  })

  it('keeps browsers on https where the deployment has it', async () => {
    const secure = await openGateway(
      deployment,
      { env: { PUBLIC_URL: 'https://parley.example' } },
      { consoleFolder: built },
    )
    expect((await get('/app', {}, secure.url)).headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/)
  })

  it('answers no other method', async () => {
    for (const path of ['/app', '/app/assets/main-Ab12_-cd.js']) {
      const answer = await get(path, { method: 'POST' })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  it('serves another build without a restart', async () => {
    const dist = join(folder, 'rebuilt')
    const { url: from } = await openGateway(deployment, {}, { consoleFolder: dist })
    await build(dist, { 'app/index.html': page('One'), stamp: '1' })
    expect(await (await get('/app', {}, from)).text()).toBe(page('One'))
    await rm(dist, { recursive: true })
    await build(dist, { 'app/index.html': page('Two'), stamp: '2' })
    expect(await (await get('/app', {}, from)).text()).toBe(page('Two'))
  })
})

describe('GET /app/assets', () => {
  it('is kept for good, in the best encoding that the browser takes', async () => {
    const path = '/app/assets/main-Ab12_-cd.js'
    const answers = await Promise.all(
      ['identity', 'gzip', 'gzip, br'].map((encoding) => get(path, { headers: { 'accept-encoding': encoding } })),
    )
    expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip', 'br'])
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(3)
    for (const answer of answers) {
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(answer.headers.get('vary')).toContain('Accept-Encoding')
      expect(await answer.text()).toBe(script)
    }
  })

  it('has no file that the build has not made, which nobody keeps either', async () => {
    const paths = [
      '/app/assets/gone-Ab12_-cd.js',
      '/app/assets/main-Ab12_-cd.js.map',
      '/app/assets/..%2findex.html',
      '/app/assets/..%2f..%2fstamp',
      '/app/assets/constructor',
      '/app/assets/%zz',
    ]
    for (const path of paths) {
      const answer = await get(path)
      expect([answer.status, answer.headers.get('cache-control')], path).toEqual([404, 'no-cache'])
    }
    for (const path of ['/app/../../stamp', '/app/assets/%2e%2e/index.html', '/app/assets/..\\index.html'])
      expect((await sendRaw(url, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)).status, path).toBe(404)
  })
})

describe('GET /app/push.js', () => {
  it('is a script that browsers ask for anew', async () => {
    const { status, headers } = await get('/app/push.js')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-cache')
  })
})

describe('a console that could not be built', () => {
  it('says why in a page of its own, and the rest of the gateway answers', async () => {
    const dist = join(folder, 'failed')
    const { url: from } = await openGateway(deployment, {}, { consoleFolder: dist })
    expect(await (await get('/app', {}, from)).text()).toContain('npm start')
    await build(dist, { 'failure.txt': 'Unexpected token "<" in main.tsx' })
    const answer = await get('/app/wsp_1/c/ch_2', {}, from)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain('Unexpected token &quot;&lt;&quot; in main.tsx')
    expect((await get('/healthz', {}, from)).status).toBe(200)
    await build(dist, { 'app/index.html': page('Mended'), stamp: '1' })
    expect(await (await get('/app', {}, from)).text()).toBe(page('Mended'))
  })
})
