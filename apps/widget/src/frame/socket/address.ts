// In the place of what reads addresses for socket.io, and writes them, also in browsers that have no `URL`.

/** The parts by which a socket connects. */
export function parse(address: string) {
  const { protocol, hostname, port, pathname, search } = new URL(address)
  return { protocol: protocol.slice(0, -1), host: hostname, port, path: pathname, query: search.slice(1) }
}

/** The same, as the connections to a server are told apart. */
export function url(address: string) {
  const { origin } = new URL(address)
  return { ...parse(address), source: address, id: origin, href: origin }
}

export const encode = (query: Record<string, string>): string => new URLSearchParams(query).toString()
export const decode = (query: string) => Object.fromEntries(new URLSearchParams(query))
