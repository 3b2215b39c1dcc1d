/** Nothing that a URL's parser would take for anything but a host; letters and digits of any script. */
const hostCharacters = /^[\p{L}\p{M}\p{N}.\-_\u3002\uff0e\uff61]+$/u
const asciiHost = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/
const maxLength = 253

/**
 * A host as URLs and the header `Origin` write it: lower case, an international name as punycode, an IPv4 address in
 * decimal. Undefined for what is none.
 */
export function hostNameOf(text: string): string | undefined {
  if (!hostCharacters.test(text)) return undefined
  // The URL parser is the one IDNA implementation that Node and browsers share.
  const host = URL.parse(`http://${text}`)?.hostname
  if (host === undefined || host.length > maxLength || !asciiHost.test(host)) return undefined
  // The parser takes `1` and `0x7f.1` for addresses, too.
  return /^[\d.]+$/.test(host) && host !== text ? undefined : host
}
