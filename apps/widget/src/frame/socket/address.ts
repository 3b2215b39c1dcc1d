// In the place of what reads addresses for socket.io, and writes them, also in browsers that have no `URL`.

/** The parts by which a socket connects. */
export function parse(address: string) {
  const { protocol, hostname, port, pathname, search } = new URL(address)
  return { protocol: protocol.slice(0, -1), host: hostname, port, path: pathname, query: search.slice(1) }
}

export const encode = (query: Record<string, string>): string => new URLSearchParams(query).toString()
export const decode = (query: string) => Object.fromEntries(new URLSearchParams(query))
