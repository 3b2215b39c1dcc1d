/**
 * The host that a link leads to, where its label does not say so: one that is an address of that host, as it is written. What
 * comes before an `@` in an address looks like a host and is none.
 */
export function hostToSay(href: string, label: string): string {
  const host = partsOf(href)?.host ?? ''
  const said = partsOf(label) ?? partsOf(`https://${label}`)
  const isSaid = said?.host === host && said.username === '' && said.password === '' && label.includes(host)
  return isSaid ? '' : host
}

const partsOf = (address: string): URL | undefined => URL.parse(address) ?? undefined
