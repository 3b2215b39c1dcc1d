const headBytes = 64 * 1024
const flowedType = /^content-type:[^\n]{0,900}(?:\n[ \t][^\n]{0,900}){0,8}?;\s{0,8}format="?flowed/gim

/** Whether a mail's text is `format=flowed` (RFC 3676): lines that end in a space go on in the next. */
export const isFlowed = (mail: Uint8Array): boolean => startOf(mail).search(flowedType) >= 0

/** The mail without that word: the parser's way of joining lines knows nothing of quotes, and makes one line of them. */
export function fixed(mail: Uint8Array): Uint8Array {
  const copy = Buffer.from(mail)
  for (const { index, 0: type } of startOf(mail).matchAll(flowedType))
    copy.write('fixed ', index + type.length - 'flowed'.length, 'latin1')
  return copy
}

const startOf = (mail: Uint8Array): string => Buffer.from(mail.subarray(0, headBytes)).toString('latin1')

/** Text with the lines joined that flow: none of a quote, of a signature, or before a blank line. */
export function unflowed(text: string): string {
  const joined: string[] = []
  let flows = false
  for (const line of text.split(/\r?\n/)) {
    const isQuote = line.startsWith('>')
    const own = !isQuote && line.startsWith(' ') ? line.slice(1) : line
    if (flows && !isQuote && own !== '' && own !== '-- ') joined[joined.length - 1] += own
    else joined.push(own)
    flows = !isQuote && own.endsWith(' ') && own !== '-- '
  }
  return joined.join('\n')
}
