/** Letters at which Windows-1254, Turkish, differs from Windows-1252; Icelandic has these six as well. */
const turkish = /[\xd0\xdd\xde\xf0\xfd\xfe]/g
const icelandic = /[\xc1\xc6\xc9\xcd\xd3\xda\xe1\xe6\xe9\xed\xf3\xfa]/g
/** Control characters that texts have; the last one begins a colour in a log. */
const usual = '\t\n\r\f\v\u001b'
const sampleBytes = 64 * 1024

/**
 * The text in bytes of an unknown encoding: what their byte order mark says, UTF-16 by its zeros, UTF-8 if they are
 * valid, `declared` (as HTML does), and otherwise Windows-1254 or 1252.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const encoding = marked(bytes) ?? utf16(bytes)
  if (encoding) return new TextDecoder(encoding).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(fallback(declared, bytes)).decode(bytes)
  }
}

function marked(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Its end may be cut off, or wrong; its beginning leaves no doubt.
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined
}

/** In UTF-16, every other byte of most texts is zero. */
function utf16(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 4_096)
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even += 1
    if (sample[at + 1] === 0) odd += 1
  }
  const pairs = sample.length >> 1
  if (pairs < 2) return undefined
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  return even > pairs * 0.4 && odd < pairs * 0.05 ? 'utf-16be' : undefined
}

function fallback(declared: string | undefined, bytes: Uint8Array): string {
  if (declared && !/^utf-?(8|16)/i.test(declared) && isKnown(declared)) return declared
  const sample = Buffer.from(bytes.subarray(0, sampleBytes)).toString('latin1')
  const count = (letters: RegExp) => sample.match(letters)?.length ?? 0
  return count(turkish) > count(icelandic) ? 'windows-1254' : 'windows-1252'
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding) !== undefined
  } catch {
    return false
  }
}

/** Whether decoded text is text: no zeros, and hardly a control character. */
export function isText(text: string): boolean {
  const sample = text.slice(0, sampleBytes)
  const controls = sample.match(/\p{Cc}/gu)?.filter((each) => !usual.includes(each)).length ?? 0
  return !sample.includes('\0') && controls <= 2 + sample.length / 200
}
