import type { WidgetKey } from '@parley/client/index'

/** Where a key works; nowhere named is anywhere. */
export const domainsOf = ({ domains }: Pick<WidgetKey, 'domains'>): string[] => JSON.parse(domains)

/** The domains of a text with one a line; of an address that was pasted, its host. */
export const domainsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .map((line) => line.replace(/^https?:\/\//i, '').replace(/\/.*$/, ''))
      .filter(Boolean),
  ),
]

/** What is pasted before the end of a page’s body. */
export const snippetOf = (origin: string, key: string): string =>
  `<script async src="${origin}/widget.js" data-key="${key}"></script>`

/** The host of an address, with or without its scheme. */
export const hostIn = (address: string): string | undefined => {
  const text = address.trim()
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  return url?.hostname || undefined
}
