import { type Html, html } from './html.ts'

/** A name without anything that a mail program would turn into a link. */
export const withoutLinks = (name: string): string => name.replace(/:(?=\/\/)|[.\u3002\uff0e\uff61](?=\p{L})/gu, '$& ')

/** A paragraph of a mail. */
export const paragraph = (text: string | Html): Html => html`<p style="margin:0 0 16px">${text}</p>`

/** What is said in passing: smaller, and paler. */
export const smallPrint = (text: string | Html): Html =>
  html`<p style="margin:0 0 16px;font-size:13px;color:#6b6863">${text}</p>`

/**
 * A mail's HTML: a card with the sender's name above. Inline styles only: mail programs drop everything else.
 *
 * @param language of what the mail says: a BCP 47 tag
 */
export const mailLayout = (mail: { language: string; sender: string; content: readonly Html[] }): string =>
  html`<!doctype html>
<html lang="${mail.language}">
<body style="margin:0;padding:32px 16px;background:#f4f3f0;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#1d1c1a">
<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
<p style="margin:0 0 24px;font-weight:700;font-size:18px">${mail.sender}</p>
${mail.content}
</div>
</body>
</html>
`.text
