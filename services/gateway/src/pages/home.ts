import type { Endpoint } from '@parley/contracts/endpoint'
import { html } from '@parley/text/html'

const services = [
  ['gateway', 'the public ingress: sign-in, keys, limits, sockets'],
  ['channels', 'channels, members'],
  ['messaging', 'messages, threads, what is unread'],
  ['chat-engine', 'AI twins, tools, knowledge'],
  ['integrations', 'Slack, Discord, Teams, Telegram, webhooks'],
  ['support-desk', 'website chat and its agents'],
] as const

/** `GET /`: what runs here, and where to go from here. */
export const homePage = (options: {
  publicUrl: string
  version: string
  endpoints: readonly Endpoint[]
  keepsMails: boolean
}): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<link rel="icon" href="/assets/favicon.svg">
<link rel="stylesheet" href="/assets/parley.css">
<link rel="stylesheet" href="/assets/home.css">
<script src="/assets/home.js" defer></script>
</head>
<body>
<header class="top">
<a class="mark" href="/"><img src="/assets/favicon.svg" alt="">Parley</a>
<nav><a href="/docs">Docs</a><a href="/openapi.json">OpenAPI</a><a href="/readyz">Status</a></nav>
</header>
<main>
<section class="hero">
<div>
<h1>One place for your company’s conversations.</h1>
<p>Team channels, AI twins that sit in them, the platforms bridged into them, and the live chat on your website, behind this one URL.</p>
<div class="actions"><a class="button main" href="/app">Open the console</a><a class="button" href="/docs">Read the API</a></div>
</div>
<pre class="terminal" tabindex="0"><span class="say"># an account, and a workspace with #general</span>
curl ${options.publicUrl}/api/auth/register \\
  -H 'Content-Type: application/json' \\
  -d '{"email":"grace@example.com","name":"Grace",
       "password":"correct horse battery"}'

<span class="say"># its token opens everything else</span>
curl ${options.publicUrl}/api/v2/workspaces \\
  -H "Authorization: Bearer $TOKEN"</pre>
</section>
<section>
<h2>What runs here <span class="pill" data-overall hidden></span></h2>
<ul class="grid">
${services.map(
  ([
    name,
    does,
  ]) => html`<li class="card service" data-service="${name}"><i></i><strong>${name}</strong><span>${does}</span></li>
`,
)}
</ul>
</section>
<section>
<h2>Where to go</h2>
<ul class="grid">
${card('/docs', 'Documentation', `${options.endpoints.length} operations, each with a form to try it.`)}
${card('/openapi.json', 'OpenAPI 3.1', 'For code generators and API clients.')}
${card('/asyncapi.json', 'AsyncAPI 3.1', 'The socket: its events, and what a client may send.')}
${options.keepsMails && card('/dev/mail', 'Mail', 'No SMTP server is configured: invitations and links are here.')}
${card('/readyz', 'Readiness', 'Each dependency, up or down.')}
${card('/healthz', 'Health', 'Whether this process lives.')}
${card('/metrics', 'Metrics', 'For Prometheus.')}
</ul>
</section>
</main>
<footer>Parley ${options.version}. Sockets: socket.io at this URL.</footer>
</body>
</html>
`.text

const card = (href: string, title: string, about: string) =>
  html`<li><a class="card" href="${href}"><strong>${title}</strong><span>${about}</span></a></li>
`
