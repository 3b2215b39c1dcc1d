/** What platforms' formats have in common with Markdown. */

/** What hides a mention from whatever looks for one, and is not seen. */
const joiner = '\u2060'

/** A text that mentions nobody: whoever is called so on a platform is somebody else here. */
export const unmentioning = (text: string): string =>
  text.replaceAll(/(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu, `@${joiner}`)

/** Marks stand beside what is no white space. */
export function surrounded(text: string, mark: string): string {
  const bare = text.trim()
  if (bare === '') return text
  const start = text.indexOf(bare)
  return `${text.slice(0, start)}${mark}${bare}${mark}${text.slice(start + bare.length)}`
}

/** Code within a line, whatever back-ticks it has. */
export const codeOf = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)

/** Code on lines of its own. */
export const codeBlockOf = (text: string, language = ''): string =>
  `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``

/** A link with a label; the label alone where the address is none that is followed. */
export function linkOf(label: string, url: string): string {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return label
  if (label === url) return url
  const address = url.replaceAll(' ', '%20').replaceAll('(', '%28').replaceAll(')', '%29')
  return `[${label.replaceAll(/[[\]]/g, '\\$&')}](${address})`
}

/** A text as HTML that says the same. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
