import { join } from 'node:path'
import { sendContent } from '@parley/kit/content'
import { ServiceError } from '@parley/kit/errors'
import { stateOf } from '@parley/kit/request-lifecycle'
import { type Html, html } from '@parley/text/html'
import type { Request, RequestHandler, Response } from 'express'
import type { GatewayContext } from '../context.ts'
import { protectWith } from '../pages/protection.ts'
import { openBuiltApp, sendBuiltFile } from './built-app.ts'

const dist = join(import.meta.dirname, '../../../../apps/console/dist')

/** Of everything below `/app`, as a worker has the policy that its own file came with. */
const directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:'],
  'media-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['parley'],
}

/** What a browser has that the console never asks for. */
const permissions = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'serial', 'usb']
  .map((name) => `${name}=()`)
  .join(', ')

const revalidated = { 'Cache-Control': 'no-cache' }
const kept = { 'Cache-Control': 'public, max-age=31536000, immutable' }

/**
 * The console. `GET /app` and every path below answer its page, whose script reads the path; but the files that the build
 * has made answer under their own names: `/app/assets/*`, which are named after their content, and `/app/push.js`.
 *
 * @param folder what it was built into
 */
export function consolePages({ config, log }: GatewayContext, folder = dist): RequestHandler {
  const app = openBuiltApp({ folder, name: 'The console', isFixed: config.PARLEY_ENV === 'production' })
  const protect = protectWith(directives, config, { referrer: 'same-origin' })

  async function answer(request: Request, response: Response): Promise<void> {
    const path = request.path.slice('/app/'.length)
    const isAsset = path.startsWith('assets/')
    stateOf(request).route = isAsset ? '/app/assets' : '/app'
    const files = await app.files()
    const file = files.get(`app/${path}`) ?? (isAsset ? undefined : files.get('app/index.html'))
    // Its page is of a build that is gone, and offers to load the new one.
    if (!file) throw new ServiceError('unknown_route', 'There is no such file.', { headers: revalidated })
    await sendBuiltFile(file, { request, response, log, headers: isAsset ? kept : revalidated })
  }

  const refuse = (request: Request, response: Response, error: unknown) => {
    if (!(error instanceof ServiceError) || error.code !== 'unavailable') throw error
    const { text } = notBuiltPage(error.message)
    const headers = { 'Cache-Control': 'no-store' }
    return sendContent(request, response, { status: 503, type: 'text/html', text, headers }, log)
  }

  return (request, response, next) => {
    if (!/^\/app(?:\/|$)/.test(request.path)) return next()
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new ServiceError('method_not_allowed', 'This is a page: GET it.', { headers: { Allow: 'GET, HEAD' } })
    response.setHeader('Permissions-Policy', permissions)
    protect(request, response, () => {
      answer(request, response)
        .catch((error: unknown) => refuse(request, response, error))
        .catch(next)
    })
  }
}

const notBuiltPage = (reason: string): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<link rel="icon" href="/assets/favicon.svg">
<link rel="stylesheet" href="/assets/parley.css">
<link rel="stylesheet" href="/assets/home.css">
</head>
<body>
<header class="top"><a class="mark" href="/"><img src="/assets/favicon.svg" alt="">Parley</a></header>
<main>
<h1>There is no console here yet</h1>
<p>The API answers as ever.</p>
<pre class="terminal" tabindex="0">${reason}</pre>
</main>
</body>
</html>
`
