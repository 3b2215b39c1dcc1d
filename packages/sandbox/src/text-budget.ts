/**
 * Text of a hostile program, safe to store and to send: well-formed, without NUL (which PostgreSQL refuses), and cut to
 * so many bytes of UTF-8 in all that it is given.
 */
export function createTextBudget(maxBytes: number) {
  let left = maxBytes
  let isTruncated = false
  return {
    take(text: string): string {
      const bytes = Buffer.from(text.replaceAll('\0', '\uFFFD').toWellFormed())
      const end = bytes.length <= left ? bytes.length : startOfCharacter(bytes, left)
      isTruncated ||= end < bytes.length
      left -= end
      return bytes.toString('utf8', 0, end)
    },
    /** Whether anything has been cut off. */
    get isTruncated(): boolean {
      return isTruncated
    },
  }
}

/** The last position up to `at` where no character is cut in two. */
function startOfCharacter(bytes: Buffer, at: number): number {
  let start = at
  while (start > 0 && (bytes[start]! & 0xc0) === 0x80) start -= 1
  return start
}
