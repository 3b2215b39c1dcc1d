import { showUnsubscribing, unsubscribe } from '@parley/contracts/desk/mail'
import type { Language } from '@parley/contracts/fields'
import { ServiceError } from '@parley/kit/errors'
import { rawRoute, route } from '@parley/kit/route'
import { type Html, html } from '@parley/text/html'
import type { MailContext } from '../mail/context.ts'
import { wordsOf } from '../mail/words.ts'
import { getDesk } from '../store/desks.ts'
import { refuseMail } from '../store/mail-addresses.ts'
import { findMailThread } from '../store/mail-threads.ts'

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const noSuchLink = () => new ServiceError('not_found', 'This link is not valid.')

export const showUnsubscribingRoute = (ctx: MailContext) =>
  route(showUnsubscribing, async ({ query }) => {
    const { name, language } = await mailedBy(ctx, query.token)
    const words = wordsOf[language]
    return page(language, words.unsubscribeTitle, [
      html`<p>${words.unsubscribeQuestion(name)}</p>`,
      html`<form method="post" action="?token=${query.token}"><button>${words.unsubscribe}</button></form>`,
    ])
  })

export const unsubscribeRoute = (ctx: MailContext) =>
  rawRoute(unsubscribe, async ({ query }) => {
    const { workspaceId, digest, name, language } = await mailedBy(ctx, query.token)
    await refuseMail(ctx.db, { workspaceId, digest }, 'unsubscribed')
    return page(language, wordsOf[language].unsubscribed(name), [])
  })

/** The workspace that a link's mail came from, and the digest of the address that it went to. */
async function mailedBy({ db, addresses }: MailContext, token: string) {
  const mailed = addresses.readUnsubscribeToken(token)
  const thread = mailed && (await findMailThread(db, mailed.conversationId))
  if (!thread) throw noSuchLink()
  const { workspaceId } = thread
  const { name, language } = await getDesk(db, workspaceId)
  return { workspaceId, digest: mailed.digest, name, language }
}

const page = (language: Language, title: string, content: Html[]) => ({
  type: 'text/html',
  text: html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>body{max-width:32rem;margin:4rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1d1c1a;background:#f4f3f0}button{padding:.75rem 1.25rem;border:0;border-radius:.5rem;background:#2f5d50;color:#fff;font:inherit;font-weight:600;cursor:pointer}</style>
</head>
<body>
<h1>${title}</h1>
${content}
</body>
</html>
`.text,
  headers: { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' },
})
