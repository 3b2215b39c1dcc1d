import { addressesIn } from '../engines/addresses.ts'

/**
 * The addresses that a person wrote, however they did: with or without its scheme, a bare `example.com/path` too. Whether
 * an address is among them is asked by `has`; it must be the same to the last character, since a query alone can carry a
 * secret away.
 */
export function createNamedUrls(words: string, links: readonly string[] = []) {
  const named = new Set<string>()
  const add = (text: string) => {
    const key = keyOf(text)
    if (key !== undefined) named.add(key)
  }
  for (const address of addressesIn(words)) add(address)
  for (const link of links) add(link)
  return {
    add,
    has(url: string): boolean {
      const key = keyOf(url)
      return key !== undefined && named.has(key)
    },
  }
}
export type NamedUrls = ReturnType<typeof createNamedUrls>

/** An address without its scheme and fragment, which is not sent. */
function keyOf(text: string): string | undefined {
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(full)) return undefined
  const { hostname, port, pathname, search, username, password } = new URL(full)
  if (username !== '' || password !== '' || !hostname) return undefined
  return `${hostname}:${port}${pathname}${search}`
}
