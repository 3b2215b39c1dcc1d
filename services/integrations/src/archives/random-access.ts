import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ByteRange } from '@parley/kit/content'
import yauzl from 'yauzl'

/** Opens a part of an archive, on the local disk or in the file storage; `end` is the last byte. */
export type OpenRange = (range: ByteRange) => Promise<Readable>

const windowBytes = 256 * 1024

/**
 * Reads an archive in pieces. The directory is read entry by entry, and day files are small and lie side by side: what is
 * around them is kept, so that the storage is asked once for many.
 */
export class RangeReader extends yauzl.RandomAccessReader {
  readonly #open: OpenRange
  readonly #size: number
  #window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }

  constructor(open: OpenRange, size: number) {
    super()
    this.#open = open
    this.#size = size
  }

  override read(
    into: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#take(position, length).then((bytes) => {
      bytes.copy(into, offset)
      done(null)
    }, done)
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(end - start > windowBytes ? this.#stream(start, end) : this.#once(start, end), {
      objectMode: false,
    })
  }

  async *#once(start: number, end: number): AsyncGenerator<Buffer> {
    yield await this.#take(start, end - start)
  }

  async *#stream(start: number, end: number): AsyncGenerator<Buffer> {
    yield* await this.#open({ start, end: end - 1 })
  }

  async #take(position: number, length: number): Promise<Buffer> {
    const { start, bytes } = this.#window
    if (position >= start && position + length <= start + bytes.length)
      return bytes.subarray(position - start, position - start + length)
    const end = Math.min(this.#size, position + Math.max(length, windowBytes))
    const read = end > position ? await buffer(await this.#open({ start: position, end: end - 1 })) : Buffer.alloc(0)
    if (read.length < length) throw new Error('the archive ends early')
    this.#window = { start: position, bytes: read }
    return read.subarray(0, length)
  }
}
