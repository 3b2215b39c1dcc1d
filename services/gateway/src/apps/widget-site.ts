import { allowsHost } from '@parley/contracts/desk/allowed-host'

/** Of the header that names the sites a frame may be on, beyond which proxies refuse an answer. */
const maxAncestorsLength = 4_000

/** The page that a frame is on, as the browser says it. */
export function siteOf(referer: string | undefined): URL | undefined {
  const url = referer === undefined ? undefined : URL.parse(referer)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** Whether a key with these domains may have its widget on the page. A page that is not known is on no site. */
export const allowsSite = (domains: readonly string[], site: URL | undefined): boolean =>
  domains.length === 0 || (site !== undefined && allowsHost(domains, site.hostname))

/**
 * What `frame-ancestors` is to be: the domains, on any port, or everything where there are none. Where they are too many
 * for a header, the page's own is named, and as many others as there is room for.
 */
export function frameAncestors(domains: readonly string[], site: URL | undefined): string {
  if (domains.length === 0) return '*'
  const own = domains.filter((domain) => site && allowsHost([domain], site.hostname))
  const others = domains.filter((domain) => !own.includes(domain))
  let sources = ''
  for (const domain of [...own, ...others]) {
    const more = ` http://${domain}:* https://${domain}:*`
    if (sources.length + more.length > maxAncestorsLength) break
    sources += more
  }
  return sources.trim()
}
