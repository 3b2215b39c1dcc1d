import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { sendContent } from '@parley/kit/content'
import { ServiceError } from '@parley/kit/errors'
import { stateOf } from '@parley/kit/request-lifecycle'
import { type Html, html } from '@parley/text/html'
import express, { type RequestHandler } from 'express'
import * as z from 'zod'
import { isLoopback } from '../config.ts'
import type { GatewayContext } from '../context.ts'
import { findMail, type KeptMail, listMails } from './store.ts'

const stylesheet = new URL('dev-mail.css', import.meta.url)

const noReferrer = { 'Referrer-Policy': 'no-referrer' }

const listPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
/** A mail's own markup: styles of its own, links that open elsewhere, and nothing that runs. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"

/**
 * `GET /dev/mail`: the mails that were kept because no SMTP server is configured, for a person or, with
 * `Accept: application/json`, as an array, newest first. Where mails are sent, and in production, it does not exist.
 */
export function devMail(ctx: GatewayContext): RequestHandler {
  const router = express.Router({ caseSensitive: true })
  if (!ctx.mailer.keepsMails || ctx.config.PARLEY_ENV === 'production') return router
  const isHere = createIsHere(ctx.config.PUBLIC_URL)

  // Mails have links that open accounts: this page is for the developer, not for websites that they visit.
  router.use('/dev/mail', (request, response, next) => {
    response.removeHeader('Access-Control-Allow-Origin')
    response.removeHeader('Access-Control-Expose-Headers')
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    if (isHere(request)) return next()
    throw new ServiceError(
      'forbidden',
      `Kept mail is shown at localhost and at PUBLIC_URL (${ctx.config.PUBLIC_URL}) alone, and to no other website: open its address there yourself.`,
    )
  })

  const css = readFileSync(stylesheet, 'utf8')

  router.get('/dev/mail', async (request, response) => {
    stateOf(request).route = '/dev/mail'
    const mails = await listMails(ctx.db)
    const headers = {
      'Cache-Control': 'no-store',
      Vary: 'Accept',
      'Content-Security-Policy': listPolicy,
      ...noReferrer,
    }
    const content =
      request.accepts(['html', 'json']) === 'json'
        ? { type: 'application/json', text: JSON.stringify(mails.map(({ id, ...mail }) => mail)) }
        : { type: 'text/html', text: listPage(mails).text }
    await sendContent(request, response, { ...content, headers }, ctx.log)
  })

  router.get('/dev/mail.css', (request, response) => {
    stateOf(request).route = '/dev/mail.css'
    return sendContent(request, response, { type: 'text/css', text: css }, ctx.log)
  })

  router.get('/dev/mail/:id', async (request, response, next) => {
    stateOf(request).route = '/dev/mail/:id'
    const id = z.guid().safeParse(request.params.id)
    const mail = id.success ? await findMail(ctx.db, id.data) : undefined
    if (!mail?.html) return next()
    const headers = { 'Cache-Control': 'no-store', 'Content-Security-Policy': mailPolicy, ...noReferrer }
    await sendContent(request, response, { type: 'text/html', text: mail.html, headers }, ctx.log)
  })
  return router
}

/**
 * Whether a request was meant for this machine or for PUBLIC_URL, and comes from no other website. A site may
 * point any name of its own here (DNS rebinding), and a browser then sees one origin: `Host` names the real one.
 */
function createIsHere(publicUrl: string): (request: IncomingMessage) => boolean {
  const publicHost = new URL(publicUrl).hostname
  return ({ headers }) => {
    const { host, origin } = headers
    const asked = urlOf(`http://${host}`)
    if (!asked || !(isLoopback(asked.hostname) || asked.hostname === publicHost)) return false
    // By host alone: a proxy in front may have terminated TLS.
    if (origin !== undefined && urlOf(origin)?.host !== asked.host) return false
    return headers['sec-fetch-site'] !== 'cross-site'
  }
}

const urlOf = (text: string): URL | undefined => URL.parse(text) ?? undefined

const listPage = (mails: KeptMail[]): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mail · Parley</title>
<link rel="stylesheet" href="/dev/mail.css">
</head>
<body>
<header>
<h1>Mail</h1>
<p>No SMTP server is configured, so Parley keeps its mails here: the newest 1,000. <a href="">Look again</a></p>
</header>
<main>
${mails.length === 0 && html`<p class="empty">No mail yet. Invite someone, or ask for a new password.</p>`}
${mails.map(mailArticle)}
</main>
</body>
</html>
`

const mailArticle = (mail: KeptMail): Html => html`<article>
<h2>${mail.subject}</h2>
<dl>
<dt>To</dt><dd>${mail.to}</dd>
<dt>From</dt><dd>${mail.from}</dd>
${mail.replyTo !== null && html`<dt>Reply-To</dt><dd>${mail.replyTo}</dd>`}
${mail.messageId !== null && html`<dt>Message-ID</dt><dd>${mail.messageId}</dd>`}
${mail.references.length > 0 && html`<dt>References</dt><dd>${mail.references.join(' ')}</dd>`}
<dt>At</dt><dd><time datetime="${mail.at}">${mail.at.slice(0, 19).replace('T', ' ')} UTC</time></dd>
</dl>
<div class="text">${linked(mail.text.trim())}</div>
${mail.html !== null && html`<p class="more"><a href="/dev/mail/${mail.id}" target="_blank" rel="noopener">As it looks in a mail program</a></p>`}
</article>
`

/** Text with its addresses as links. */
function linked(text: string): Html[] {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/)
  return parts.map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))
}
