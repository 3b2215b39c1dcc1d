import { readFileSync } from 'node:fs'
import { sendContent } from '@parley/kit/content'
import { stateOf } from '@parley/kit/request-lifecycle'
import { type Html, html } from '@parley/text/html'
import express, { type RequestHandler } from 'express'
import type { GatewayContext } from '../context.ts'
import { createFindWidgetKey, type WidgetKey } from './widget-keys.ts'
import { allowsSite, siteOf } from './widget-site.ts'

/** As strict as a host page may be: what a widget needs of one is `script-src` and `frame-src` for Parley's URL. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** `GET /demo?key=`: a shop with the widget of that key, to look at; not in production. */
export function demoPage({ config, db, log }: GatewayContext): RequestHandler {
  const router = express.Router({ caseSensitive: true })
  if (config.PARLEY_ENV === 'production') return router
  const findWidgetKey = createFindWidgetKey(db)
  const css = readFileSync(new URL('demo/demo.css', import.meta.url), 'utf8')

  router.get('/demo', async (request, response) => {
    stateOf(request).route = '/demo'
    const [key, language] = [textOf(request.query.key), textOf(request.query.language)]
    const found = key === undefined ? undefined : await findWidgetKey(key)
    const text = shopPage(key, language, whyNoWidget(key, found, request.headers.host)).text
    const headers = { 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' }
    return sendContent(request, response, { type: 'text/html', text, headers }, log)
  })
  router.get('/demo/demo.css', (request, response) => {
    stateOf(request).route = '/demo'
    return sendContent(request, response, { type: 'text/css', text: css }, log)
  })
  return router
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** What keeps the widget from the page; undefined where it is there. */
function whyNoWidget(key: string | undefined, found: WidgetKey | undefined, host = ''): Html | undefined {
  if (key === undefined) return html`Add a widget key to the address: <code>/demo?key=prl_wk_…</code>`
  if (!found) return html`There is no chat here: no widget key is <code>${key}</code>, or it is inactive.`
  const site = siteOf(`http://${host}`)
  if (allowsSite(found.domains, site)) return undefined
  return html`There is no chat here: <code>${site?.hostname ?? ''}</code> is none of the key’s domains.`
}

const shopPage = (
  key: string | undefined,
  language: string | undefined,
  problem: Html | undefined,
): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Larch &amp; Lantern</title>
<link rel="stylesheet" href="/demo/demo.css">
${key && html`<script async src="/widget.js" data-key="${key}"${language && html` data-language="${language}"`}></script>`}
</head>
<body>
<header><strong>Larch &amp; Lantern</strong><nav><span>Lamps</span><span>Tables</span><span>Journal</span></nav></header>
<main>
${problem && html`<p class="note" role="alert">${problem}</p>`}
<h1>Light for long evenings</h1>
<p>Lamps of larch, linen and brass, made to order in a small workshop.</p>
<ul>
<li><b>Fjord</b><span>Table lamp, oiled larch</span><span>€ 149</span></li>
<li><b>Moth</b><span>Reading lamp, linen shade</span><span>€ 189</span></li>
<li><b>Harbour</b><span>Pendant, brushed brass</span><span>€ 239</span></li>
</ul>
</main>
<footer>
<p>This shop is a demonstration of Parley’s live chat${!problem && ': its button is in the corner'}.</p>
<p>A page’s own scripts command it. Try in the browser’s console: <code>Parley('open')</code>, <code>Parley('identify', {name: 'Kari'})</code>, <code>Parley('on', 'message', console.log)</code>, <code>Parley('reset')</code>.</p>
</footer>
</body>
</html>
`
