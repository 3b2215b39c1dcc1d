/** JSON that breaks off, or is none; what came before it was read. */
export class BrokenJson extends Error {
  override name = 'BrokenJson'
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/**
 * Reads a list one value after another, so that only one is in memory at a time.
 *
 * @param chunks UTF-8 text of a JSON list
 * @param maxBytes that one value may have
 * @throws BrokenJson after what could be read
 */
export async function* readJsonList(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<unknown> {
  let held: Buffer[] = []
  let heldBytes = 0
  let state: 'before' | 'inside' | 'after' = 'before'
  let depth = 0
  let isText = false
  let isEscaped = false
  let isEmpty = true

  function take(bytes: Buffer): string {
    const text = Buffer.concat([...held, bytes]).toString()
    held = []
    heldBytes = 0
    return text
  }

  for await (const chunk of chunks) {
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!
      if (isText) {
        if (isEscaped) isEscaped = false
        else if (byte === backslash) isEscaped = true
        else if (byte === quote) isText = false
        continue
      }
      if (state !== 'inside') {
        if (isBlank(byte) || (state === 'before' && isMark(byte))) continue
        if (state === 'after' || byte !== openList) throw new BrokenJson('It is not one JSON list.')
        state = 'inside'
        from = i + 1
        continue
      }
      if (byte === quote) isText = true
      else if (byte === openObject || byte === openList) depth += 1
      else if (depth > 0 && (byte === closeObject || byte === closeList)) depth -= 1
      else if (depth === 0 && (byte === comma || byte === closeList)) {
        const text = take(chunk.subarray(from, i))
        from = i + 1
        if (byte === closeList) state = 'after'
        if (state === 'after' && isEmpty && text.trim() === '') continue
        isEmpty = false
        yield parsed(text)
      }
    }
    if (state !== 'inside' || from >= chunk.length) continue
    held.push(chunk.subarray(from))
    heldBytes += chunk.length - from
    if (heldBytes > maxBytes) throw new BrokenJson(`A value is longer than ${maxBytes} bytes.`)
  }
  if (state !== 'after') throw new BrokenJson('The list has no end.')
}

/** The bytes of U+FEFF, which some programs begin files with. */
const isMark = (byte: number): boolean => byte === 0xef || byte === 0xbb || byte === 0xbf

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BrokenJson(`A value is not JSON: ${(cause as Error).message}`, { cause })
  }
}
