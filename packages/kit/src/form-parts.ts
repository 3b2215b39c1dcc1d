import { Transform, type TransformCallback } from 'node:stream'

const maxHeaderBytes = 16 * 1024
const headerEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')

/**
 * Passes a multipart body on to busboy, which skips a part that it cannot read silently, and gives up on a form
 * for one control character in a file's name. This counts the parts, and takes such characters out of their headers.
 */
export class FormParts extends Transform {
  /** Parts that have begun, read or not. */
  count = 0
  readonly #delimiter: Buffer
  #state: 'content' | 'delimiter' | 'header' | 'over' = 'content'
  /** What is not decided yet; the first boundary may begin the body. */
  #buffer: Buffer = lineEnd
  #isFirst = true

  constructor(boundary: string) {
    super()
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#buffer = this.#buffer.length > 0 ? Buffer.concat([this.#buffer, chunk]) : chunk
    try {
      while (this.#step()) {}
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    this.#pass(this.#buffer.length)
    done()
  }

  /** Decides as much as can be; false when that wants more bytes. */
  #step(): boolean {
    const buffer = this.#buffer
    switch (this.#state) {
      case 'content': {
        const at = buffer.indexOf(this.#delimiter)
        if (at < 0) {
          this.#pass(Math.max(buffer.length - this.#delimiter.length + 1, 0))
          return false
        }
        this.#pass(at + this.#delimiter.length)
        this.#state = 'delimiter'
        return true
      }
      case 'delimiter': {
        if (buffer.length < 2) return false
        const next = buffer.toString('latin1', 0, 2)
        if (next !== '--' && next !== '\r\n') throw new Error('Something follows a boundary')
        this.#pass(2)
        this.#state = next === '--' ? 'over' : 'header'
        if (next !== '--') this.count += 1
        return true
      }
      case 'header': {
        const at = buffer.indexOf(headerEnd)
        const boundaryAt = buffer.indexOf(this.#delimiter)
        if (at > maxHeaderBytes || (at < 0 && buffer.length > maxHeaderBytes))
          throw new Error('A part’s header is too long')
        if (boundaryAt >= 0 && (at < 0 || boundaryAt < at + headerEnd.length))
          throw new Error('A part’s header has no end')
        if (at < 0) return false
        this.push(withoutControls(buffer.subarray(0, at)))
        this.push(headerEnd)
        this.#buffer = buffer.subarray(at + headerEnd.length)
        this.#state = 'content'
        return true
      }
      case 'over':
        this.#pass(buffer.length)
        return false
    }
  }

  #pass(bytes: number): void {
    if (bytes <= 0) return
    // The line end that was put before the body is not the sender's.
    const from = this.#isFirst ? Math.min(lineEnd.length, bytes) : 0
    this.#isFirst = false
    if (bytes > from) this.push(this.#buffer.subarray(from, bytes))
    this.#buffer = this.#buffer.subarray(bytes)
  }
}

/** A part's header, its lines and tabs kept. */
function withoutControls(header: Buffer): Buffer {
  const kept = header.filter((byte, i) => {
    if (byte === 0x0d) return header[i + 1] === 0x0a
    if (byte === 0x0a) return header[i - 1] === 0x0d
    return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09
  })
  return Buffer.from(kept.buffer, kept.byteOffset, kept.length)
}
