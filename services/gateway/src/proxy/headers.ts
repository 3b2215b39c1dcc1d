import type { IncomingHttpHeaders } from 'node:http'

/** Hop-by-hop headers, which are not forwarded. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]

/** Headers that the ingress has handled itself, or passes on as its own. */
const dropped = new Set([
  ...hopByHop,
  'host',
  'expect',
  'http2-settings',
  'authorization',
  'x-api-key',
  'cookie',
  'origin',
  'forwarded',
  'x-real-ip',
])
const spoofable = /^x-(?:parley|forwarded)-/

/**
 * A request's headers for the service behind: without credentials, without what concerns the client's connection, and
 * without anything by which a client could speak as the gateway.
 */
export function headersForService(
  from: IncomingHttpHeaders,
  own: Record<string, string>,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  const named = from.connection === undefined || keepAlive.test(from.connection) ? undefined : tokensOf(from.connection)
  for (const name in from) {
    if (dropped.has(name) || (name.charCodeAt(0) === letterX && spoofable.test(name)) || named?.has(name)) continue
    const value = from[name]
    if (value !== undefined) headers[name] = value
  }
  for (const name in own) headers[name] = own[name]!
  return headers
}

const letterX = 120
const keepAlive = /^(?:keep-alive|close)$/i
/** `Connection` may name headers that must not travel on; how the body is framed is not for it to decide. */
const tokensOf = (connection: string): Set<string> => {
  const tokens = new Set(
    connection
      .toLowerCase()
      .split(',')
      .map((token) => token.trim()),
  )
  tokens.delete('transfer-encoding')
  tokens.delete('content-length')
  return tokens
}

const withheld = new Set([...hopByHop, 'transfer-encoding', 'x-request-id', 'x-powered-by', 'server'])

/** A service's answer headers for the client, as name and value in turn; repeated ones stay repeated. */
export function headersForClient(raw: readonly string[]): string[] {
  const headers: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    if (!withheld.has(raw[i]!.toLowerCase())) headers.push(raw[i]!, raw[i + 1]!)
  }
  return headers
}
