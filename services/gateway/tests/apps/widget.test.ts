import { once } from 'node:events'
import { createServer, get as httpGet } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createWidgetKey, updateWidgetKey } from '@parley/contracts/desk/widget-keys'
import { decodeId } from '@parley/contracts/type-id'
import { createWidgetTickets } from '@parley/kit/widget-tickets'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import express from 'express'
import { describe, expect, it, vi } from 'vitest'
import { demoPage } from '../../src/apps/demo.ts'
import type { GatewayContext } from '../../src/context.ts'

const platform = await bootPlatform({ services: ['gateway', 'support-desk'] })
const ada = await newcomer(platform, 'ada')
const tickets = createWidgetTickets({ VISITOR_TOKEN_SECRETS: [platform.visitorTokenSecret] })
const newKey = (domains: string[] = []) => ada.call(createWidgetKey, { name: 'Shop', domains })

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  bytes: Buffer
}

/** As it came: fetch would decode it, and let nobody choose a `Referer`. */
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    httpGet(platform.url + path, { headers }, async (response) => {
      const chunks = await response.toArray()
      resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) })
    }).once('error', reject)
  })

const frame = (key: string, referer?: string) =>
  get(`/widget/frame?key=${encodeURIComponent(key)}`, referer ? { referer } : {})
const ticketIn = ({ bytes }: Answer) => tickets.read(/data-ticket="([^"]+)"/.exec(bytes.toString())![1]!)
const ancestorsOf = ({ headers }: Answer) =>
  /frame-ancestors ([^;]+)/.exec(String(headers['content-security-policy']))?.[1]

describe('GET /widget.js', () => {
  it('is a script for any website, in the best encoding that the browser takes', async () => {
    const [plain, gzip, brotli] = await Promise.all([
      get('/widget.js'),
      get('/widget.js', { 'accept-encoding': 'gzip' }),
      get('/widget.js', { 'accept-encoding': 'gzip, br' }),
    ])
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    })
    expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes)
    expect(brotliDecompressSync(brotli.bytes)).toEqual(plain.bytes)
    expect(plain.bytes.toString(), 'it makes no HTML of strings').not.toMatch(/innerHTML|document\.write|\beval\b/)
  })

  it('is not sent again while it is the same', async () => {
    const { headers } = await get('/widget.js')
    expect(await get('/widget.js', { 'if-none-match': String(headers.etag) })).toMatchObject({ status: 304 })
  })
})

describe('GET /widget/frame', () => {
  it('answers a page of the key’s site, with a ticket that names both', async () => {
    const key = await newKey(['shop.example', '*.larch.example'])
    for (const host of ['shop.example', 'www.larch.example']) {
      const answer = await frame(key.plainKey, `https://${host}/`)
      expect(answer.status).toBe(200)
      expect(ticketIn(answer)).toEqual({
        workspaceId: ada.workspaceId,
        widgetKeyId: decodeId(key.id, ['key']),
        host,
      })
      expect(ancestorsOf(answer)?.split(' ')).toEqual(
        expect.arrayContaining(['https://shop.example:*', 'http://*.larch.example:*']),
      )
      expect(answer.headers['cache-control']).toBe('no-store')
    }
  })

  it('refuses every other site, and a page that does not say where it is', async () => {
    const { plainKey } = await newKey(['shop.example', '*.larch.example'])
    for (const referer of [
      undefined,
      'https://other.example/',
      'https://larch.example/',
      'https://evilshop.example/',
      'https://shop.example.evil.example/',
      'not a url',
    ]) {
      const answer = await frame(plainKey, referer)
      expect(answer.status, referer).toBe(403)
      expect(answer.bytes.toString()).not.toContain('data-ticket')
    }
  })

  it('answers any site where the key has no domains', async () => {
    const { plainKey } = await newKey()
    const [from, unknown] = [await frame(plainKey, 'https://any.example/'), await frame(plainKey)]
    expect(ticketIn(from)).toMatchObject({ host: 'any.example' })
    expect(ticketIn(unknown)).toMatchObject({ host: null })
    expect(ancestorsOf(from)).toBe('*')
  })

  it('knows no key that is unknown, inactive, or that is none', async () => {
    const { id, plainKey } = await newKey()
    expect(await frame(plainKey)).toMatchObject({ status: 200 })
    await ada.call(updateWidgetKey, { id, status: 'INACTIVE' })
    await vi.waitUntil(async () => (await frame(plainKey)).status === 404)
    for (const key of ['', 'prl_wk_', 'x'.repeat(5_000), '"><script>alert(1)</script>']) {
      const answer = await frame(key)
      expect(answer.status).toBe(404)
      expect(answer.bytes.toString()).not.toContain('<script>')
    }
  })

  it('is an origin of its own, and runs what this gateway serves alone', async () => {
    const answer = await frame((await newKey()).plainKey)
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toMatch(/^sandbox [^;]*allow-scripts/)
    expect(policy).not.toMatch(/allow-same-origin|allow-top-navigation|unsafe/)
    const text = answer.bytes.toString()
    const named = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!)
    expect(named).toEqual([expect.stringMatching(/\.css$/), expect.stringMatching(/\.js$/)])
    for (const path of named)
      expect(await get(path), path).toMatchObject({
        status: 200,
        headers: { 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*' },
      })
    expect(text).not.toMatch(/<style|style="|onclick/)
  })

  it('names the sites of many domains in a header that fits, the page’s own first', async () => {
    const domains = Array.from({ length: 100 }, (_, index) => `shop-${index}.a-rather-long-name.example`)
    const { plainKey } = await newKey(domains)
    const ancestors = ancestorsOf(await frame(plainKey, `https://${domains[99]}/`))!
    expect(ancestors).toMatch(new RegExp(`^http://${domains[99]}:\\* https://${domains[99]}:\\* `))
    expect(ancestors.length).toBeLessThan(4_100)
  })
})

describe('what a browser has to load', () => {
  const gzipped = async (path: string) => {
    const { bytes, headers } = await get(path, { 'accept-encoding': 'gzip' })
    expect(headers['content-encoding'], path).toBe('gzip')
    return bytes.length
  }

  it('is at most 5 KB on every page, and 40 KB to chat, in any language and a colour of one’s own', async () => {
    expect(await gzipped('/widget.js')).toBeLessThanOrEqual(5_000)
    const page = (await frame((await newKey()).plainKey)).bytes.toString()
    const first = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!)
    const entry = first.find((path) => /main-[\w-]+\.js$/.test(path))!
    const script = (await get(entry)).bytes.toString()
    const chunk = (name: string) => `/widget/assets/${new RegExp(`/(${name}-[\\w-]+\\.js)`).exec(script)![1]}`
    const sizeOf = async (paths: string[]) => (await Promise.all(paths.map(gzipped))).reduce((sum, size) => sum + size)
    const texts = await Promise.all(['en', 'tr', 'de', 'es'].map((code) => gzipped(chunk(code))))
    const app = await sizeOf([...first, chunk('live'), chunk('brand')])
    expect(app + Math.max(...texts)).toBeLessThanOrEqual(40_000)
    // What it imports by itself is loaded with it: nothing, but the entry.
    for (const name of ['live', 'brand', 'en', 'de']) {
      const imports = (await get(chunk(name))).bytes
        .toString()
        .matchAll(/(?:from|^import|;import) ?["']\.\/([\w-]+)\.js/g)
      for (const [, imported] of imports) expect(imported).toMatch(/^main-/)
    }
  })
})

describe('GET /widget/assets', () => {
  it('serves nothing that is not among them', async () => {
    for (const path of ['nothing.js', '..%2Fmanifest.json', '%2e%2e%2f%2e%2e%2fpackage.json', 'constructor'])
      expect(await get(`/widget/assets/${path}`)).toMatchObject({ status: 404 })
  })
})

describe('GET /demo', () => {
  it('is a page as strict as any, with the widget of a key', async () => {
    const { status, headers, bytes } = await get(`/demo?key=${encodeURIComponent('prl_wk_"><b>')}`)
    expect(status).toBe(200)
    expect(bytes.toString()).toContain('data-key="prl_wk_&quot;&gt;&lt;b&gt;"')
    expect(headers['content-security-policy']).not.toMatch(/unsafe/)
  })

  it('says why where there is no widget in it', async () => {
    const shown = async (query: string) => (await get(`/demo${query}`)).bytes.toString()
    const whyNot = /class="note" role="alert">([^<]*)/
    const [any, elsewhere] = [await newKey(), await newKey(['shop.example'])]
    expect(await shown(`?key=${any.plainKey}`)).not.toMatch(whyNot)
    expect(whyNot.exec(await shown(''))![1]).toMatch(/^Add a widget key/)
    expect(await shown('?key=nope')).toContain('no widget key is <code>nope</code>, or it is inactive')
    expect(await shown(`?key=${elsewhere.plainKey}`)).toContain('is none of the key’s domains')
  })

  it('is not there in production', async () => {
    const context = { config: { PARLEY_ENV: 'production' } } as GatewayContext
    const server = createServer(express().use(demoPage(context))).listen(0, '127.0.0.1')
    closeAfterwards({ close: async () => void server.close() })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    for (const path of ['/demo?key=x', '/demo/demo.css'])
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404)
  })
})
