import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { asyncApiDocument } from '@parley/contracts/asyncapi'
import type { Endpoint } from '@parley/contracts/endpoint'
import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { openApiDocument } from '@parley/contracts/openapi'
import { ServiceError } from '@parley/kit/errors'
import { stateOf } from '@parley/kit/request-lifecycle'
import type { RequestHandler } from 'express'
import type { Config } from '../config.ts'
import type { GatewayContext } from '../context.ts'
import { version } from '../version.ts'
import { homePage } from './home.ts'
import { type Page, sendPage } from './page.ts'
import { protectWith } from './protection.ts'
import { viewerFiles } from './viewer.ts'

/** Pages run this gateway's own scripts and connect to this gateway alone. */
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

/** The viewer at `/docs` sets styles from scripts (its editor has no nonce), and draws icons from `data:` URLs. */
const viewerDirectives = { ...directives, 'style-src': ["'self'", "'unsafe-inline'"], 'img-src': ["'self'", 'data:'] }

const types = {
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
}

const assets = ['favicon.svg', 'parley.css', 'home.css', 'home.js', 'docs/docs.css', 'docs/docs.js']

/** `/`, `/docs` and the API's documents, whole and offline: nothing comes from anywhere else. */
export function pages(ctx: GatewayContext, endpoints: readonly Endpoint[]): RequestHandler {
  const { config } = ctx
  // The API's documents are for tools on any site.
  const protect = protectWith(directives, config, { resources: 'cross-origin' })
  const protectViewer = protectWith(viewerDirectives, config, { resources: 'cross-origin' })
  const about = { serverUrl: config.PUBLIC_URL, version }
  const published = endpoints.filter(({ visibility }) => visibility === 'public')
  const home = homePage({
    publicUrl: config.PUBLIC_URL,
    version,
    endpoints: published,
    keepsMails: ctx.mailer.keepsMails,
  })

  const served = new Map<string, Page>([
    ['/', { type: types.html, read: () => home }],
    ['/docs', { type: types.html, read: () => readAsset('docs/docs.html') }],
    ['/openapi.json', document(() => openApiDocument({ ...about, limits: limitsOf(config), endpoints }))],
    ['/asyncapi.json', document(() => asyncApiDocument(about))],
    ...assets.map((name): [string, Page] => [`/assets/${name}`, { type: typeOf(name), read: () => readAsset(name) }]),
    ...viewerFiles().map(({ path, file, isHashed }): [string, Page] => [
      path,
      { type: types.js, read: () => readFile(file), isImmutable: isHashed },
    ]),
  ])

  return (request, response, next) => {
    const page = served.get(request.path)
    if (!page) return next()
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new ServiceError('method_not_allowed', 'This is a page: GET it.', { headers: { Allow: 'GET, HEAD' } })
    stateOf(request).route = page.isImmutable ? '/assets' : request.path
    const protection = request.path === '/docs' ? protectViewer : protect
    protection(request, response, () => void sendPage(page, request, response, ctx.log).catch(next))
  }
}

const readAsset = (name: string) => readFile(new URL(`assets/${name}`, import.meta.url))
const typeOf = (name: string) => types[extname(name).slice(1) as keyof typeof types]
/** Made by the first request for it: making one takes long, and a gateway that starts has others waiting. */
const document = (make: () => object): Page => ({ type: types.json, read: () => JSON.stringify(make()) })

const limitsOf = (config: Config): Partial<Record<LimitName, number>> =>
  Object.fromEntries(
    (Object.keys(limitClasses) as LimitName[]).map((name) => [
      name,
      config[`RATE_LIMIT_${name.toUpperCase() as Uppercase<LimitName>}`],
    ]),
  )
