/** A line of a text, as its bytes were read. */
export interface Line {
  /** From 1. */
  number: number
  /** Undefined where it is longer than it may be. */
  text: string | undefined
  /** Where it begins in the text, and what was read up to its end. */
  start: number
  bytes: number
}

/**
 * The lines of a UTF-8 text, one after another, so that only one is in memory at a time.
 *
 * @param maxBytes that a line may have
 * @param from how many lines and bytes are before the first chunk
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  from: { lines: number; bytes: number } = { lines: 0, bytes: 0 },
): AsyncGenerator<Line> {
  let held: Buffer[] = []
  let heldBytes = 0
  let number = from.lines
  let bytes = from.bytes
  let start = bytes
  function line(): Line {
    number += 1
    const text = heldBytes > maxBytes ? undefined : Buffer.concat(held).toString()
    held = []
    heldBytes = 0
    const whole = { number, text, start, bytes }
    start = bytes
    return whole
  }
  function hold(part: Buffer): void {
    heldBytes += part.length
    if (heldBytes <= maxBytes) held.push(part)
    else held = []
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      hold(chunk.subarray(from, end))
      bytes += end + 1 - from
      from = end + 1
      yield line()
    }
    hold(chunk.subarray(from))
    bytes += chunk.length - from
  }
  if (heldBytes > 0) yield line()
}
