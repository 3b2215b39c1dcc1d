import { readFileSync } from 'node:fs'
import { sendContent } from '@parley/kit/content'
import { stateOf } from '@parley/kit/request-lifecycle'
import { type Html, html } from '@parley/text/html'
import express, { type RequestHandler } from 'express'
import type { GatewayContext } from '../../context.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The URL contains the token: no referrer may disclose it, and no cache may keep it. */
const headers = {
  'Content-Security-Policy': policy,
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

const fileBeside = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/**
 * The pages that mailed links open: `/accept-invite`, `/reset-password` and `/verify-email`. Opening one does not use the
 * token: mail scanners and previews open links too.
 */
export function identityPages({ log }: GatewayContext): RequestHandler {
  const router = express.Router({ caseSensitive: true })
  const serve = (path: string, type: string, text: string) =>
    router.get(path, (request, response) => {
      stateOf(request).route = path
      return sendContent(request, response, { type: `text/${type}`, text, headers }, log)
    })
  serve('/accept-invite', 'html', acceptInvitePage.text)
  serve('/reset-password', 'html', resetPasswordPage.text)
  serve('/verify-email', 'html', verifyEmailPage.text)
  serve('/identity/form.js', 'javascript', fileBeside('form.js'))
  serve('/identity/form.css', 'css', fileBeside('form.css'))
  return router
}

interface FormPage {
  title: string
  lead: string | Html
  endpoint: string
  fields: Html
  button: string
}

const formPage = ({ title, lead, endpoint, fields, button }: FormPage): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Parley</title>
<link rel="stylesheet" href="/identity/form.css">
<script src="/identity/form.js" defer></script>
</head>
<body>
<main>
<p class="brand">Parley</p>
<h1 data-title>${title}</h1>
<p data-lead>${lead}</p>
<form method="post" action="${endpoint}" data-form>
${fields}
<label class="check"><input type="checkbox" data-show-password> Show the password</label>
<p class="problem" role="alert" data-problem hidden></p>
<button type="submit">${button}</button>
</form>
<section data-done hidden>
<p role="status" data-done-text></p>
<details data-token-details hidden>
<summary>Your token, for calling the API</summary>
<textarea rows="6" readonly aria-label="Token" data-token></textarea>
</details>
<p><a href="/app">Go to Parley</a></p>
</section>
<noscript><p class="problem">This page needs JavaScript.</p></noscript>
</main>
</body>
</html>
`

const passwordField = (label: string, hint: string, autocomplete = 'new-password') => html`<label>${label}
<input type="password" name="password" required minlength="8" maxlength="200" autocomplete="${autocomplete}" data-password>
<small>${hint}</small></label>`

const acceptInvitePage = formPage({
  title: 'Join your team',
  lead: html`<span data-invited>You have been invited.</span> Say what to call you, choose a password, and you are in.`,
  endpoint: '/api/auth/accept-invite',
  fields: html`<label>Your name
<input type="text" name="name" maxlength="100" autocomplete="name" autofocus></label>
${passwordField('Password', 'At least 8 characters. If you have a Parley account with this address: its own password.')}`,
  button: 'Accept the invitation',
})

const resetPasswordPage = formPage({
  title: 'Set a new password',
  lead: 'It takes the place of the old one and ends all open sessions.',
  endpoint: '/api/auth/reset-password',
  fields: passwordField('New password', 'At least 8 characters.'),
  button: 'Set the password',
})

const verifyEmailPage = formPage({
  title: 'Confirm your address',
  lead: 'Someone has made a Parley account with your address. Confirm that it is yours.',
  endpoint: '/api/auth/verify-email',
  fields: passwordField(
    'Password',
    'If you made the account: the password you chose. If you did not: choose a new one of at least 8 characters. The account becomes yours, and whoever made it is signed out.',
    'current-password',
  ),
  button: 'Confirm the address',
})
