import { type Html, html } from '@parley/text/html'
import type { WidgetKey } from './widget-keys.ts'
import { frameAncestors } from './widget-site.ts'

/** What the build says of its entries: Vite's manifest. */
type Manifest = Record<string, { file: string; css?: string[]; imports?: string[] }>

const entry = 'src/frame/main.tsx'

/** What the frame runs, by the addresses that the build has given it. */
export interface FrameAssets {
  script: string
  styles: string[]
  preloads: string[]
}

const addressOf = (path: string) => `/widget/${path}`

export function readFrameAssets(manifest: Buffer): FrameAssets {
  const chunks: Manifest = JSON.parse(manifest.toString())
  const { file, css = [], imports = [] } = chunks[entry]!
  return {
    script: addressOf(file),
    styles: css.map(addressOf),
    preloads: imports.map((name) => addressOf(chunks[name]!.file)),
  }
}

/** The frame's page. Its ticket says which key and site it was answered for. */
export const framePage = (
  assets: FrameAssets,
  about: { key: string; ticket: string; language?: string | undefined },
): Html =>
  html`<!doctype html>
<html lang="en" data-key="${about.key}" data-ticket="${about.ticket}"${about.language && html` data-language="${about.language}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<title>Chat</title>
${assets.styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${assets.preloads.map((href) => html`<link rel="modulepreload" href="${href}">`)}
<script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="app"></div>
<div id="announcer" class="unseen" role="status"></div>
</body>
</html>
`

/** What a page sees in the frame that may have none; the launcher never shows it. */
export const refusalPage = (message: string): Html => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Chat</title></head>
<body><p>${message}</p></body>
</html>
`

/**
 * The frame is sandboxed into an origin of its own, so nothing that ran in it could reach a session of this origin. Links
 * open as pages of their own. `self` is where the frame came from; some browsers take it for the opaque origin, hence the
 * URL beside it.
 */
export function framePolicy(
  publicOrigin: string,
  { domains }: Pick<WidgetKey, 'domains'>,
  site: URL | undefined,
): string {
  const own = `'self' ${publicOrigin}`
  return [
    'sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
    "default-src 'none'",
    `script-src ${own}`,
    `style-src ${own}`,
    // `https:` for the company’s logo; nothing else that is shown names pictures of other servers.
    `img-src ${own} blob: https:`,
    `connect-src ${own}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    `frame-ancestors ${frameAncestors(domains, site)}`,
  ].join('; ')
}
