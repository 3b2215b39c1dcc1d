import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Endpoint } from '@parley/contracts/endpoint'
import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { openApiDocument } from '@parley/contracts/openapi'
import { ServiceError } from '@parley/kit/errors'
import { stateOf } from '@parley/kit/exchange'
import express, { type Request, type RequestHandler, type Response } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import type { GatewayContext } from '../context.ts'
import { homePage } from './home.ts'

/** Pages run this gateway's own scripts and speak to this gateway alone. */
const directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'connect-src': ["'self'"],
  'form-action': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

const assets = {
  'favicon.svg': 'image/svg+xml',
  'parley.css': 'text/css; charset=utf-8',
  'home.css': 'text/css; charset=utf-8',
  'home.js': 'text/javascript; charset=utf-8',
  'docs/docs.css': 'text/css; charset=utf-8',
  'docs/docs.js': 'text/javascript; charset=utf-8',
  'docs/elements.js': 'text/javascript; charset=utf-8',
  'docs/realtime.js': 'text/javascript; charset=utf-8',
  'docs/schemas.js': 'text/javascript; charset=utf-8',
  'docs/try.js': 'text/javascript; charset=utf-8',
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** `/`, `/docs` and `/openapi.json`, whole and offline: nothing comes from anywhere else. */
export function pages(ctx: GatewayContext, endpoints: readonly Endpoint[]): RequestHandler {
  const { config } = ctx
  const router = express.Router({ caseSensitive: true })
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: config.PUBLIC_URL.startsWith('https:'),
    // The OpenAPI document is for tools on any site.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginOpenerPolicy: config.PUBLIC_URL.startsWith('https:') ? { policy: 'same-origin' } : false,
    originAgentCluster: false,
  })
  const serve = (path: string, type: string, text: string) => servePage(router, protect, path, type, text)
  const read = (name: string) => readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8')
  const published = endpoints.filter(({ visibility }) => visibility === 'public')
  const document = openApiDocument({ serverUrl: config.PUBLIC_URL, version, limits: limitsOf(config), endpoints })
  const home = homePage({
    publicUrl: config.PUBLIC_URL,
    version,
    endpoints: published,
    keepsMails: ctx.mailer.keepsMails,
  })

  serve('/', 'text/html; charset=utf-8', home)
  serve('/docs', 'text/html; charset=utf-8', read('docs/docs.html'))
  serve('/openapi.json', 'application/json; charset=utf-8', JSON.stringify(document))
  for (const [name, type] of Object.entries(assets)) serve(`/assets/${name}`, type, read(name))
  return router
}

/** One file from memory, which a browser may keep as long as it asks whether it has changed. */
function servePage(router: express.Router, protect: RequestHandler, path: string, type: string, text: string): void {
  const body = Buffer.from(text)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const answer = (request: Request, response: Response) => {
    stateOf(request).route = path
    response.set({ 'Content-Type': type, 'Cache-Control': 'no-cache', ETag: etag })
    if (request.headers['if-none-match']?.includes(etag)) response.status(304).end()
    else response.send(body)
  }
  router.get(path, protect, answer)
  router.all(path, () => {
    throw new ServiceError('method_not_allowed', 'This is a page: GET it.', { headers: { Allow: 'GET, HEAD' } })
  })
}

const limitsOf = (config: Config): Partial<Record<LimitName, number>> =>
  Object.fromEntries(
    (Object.keys(limitClasses) as LimitName[]).map((name) => [
      name,
      config[`RATE_LIMIT_${name.toUpperCase() as Uppercase<LimitName>}`],
    ]),
  )
