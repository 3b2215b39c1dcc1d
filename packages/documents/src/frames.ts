/**
 * Messages between a process and the one that reads documents for it: four bytes of length, then the bytes. Only
 * lengths and JSON cross the pipe, as what comes back may be under control of a hostile document.
 */
export function frame(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Takes chunks and gives back whole messages. @throws RangeError at one that is longer than `maxBytes` */
export function createFrameReader(maxBytes: number): (chunk: Buffer) => Buffer[] {
  let chunks: Buffer[] = []
  let size = 0
  return (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    const whole: Buffer[] = []
    while (size >= 4) {
      if (chunks[0]!.length < 4) chunks = [Buffer.concat(chunks)]
      const length = chunks[0]!.readUInt32BE()
      if (length > maxBytes) throw new RangeError(`A message of ${length} bytes is longer than ${maxBytes}.`)
      if (size < 4 + length) break
      const all = Buffer.concat(chunks)
      whole.push(all.subarray(4, 4 + length))
      chunks = [all.subarray(4 + length)]
      size -= 4 + length
    }
    return whole
  }
}
