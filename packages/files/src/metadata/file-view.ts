import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** The file is not built as its type says. */
export class Malformed extends Error {
  override name = 'Malformed'
}

const windowBytes = 65_536

/** Reads anywhere in a file and keeps one window of it in memory. */
export class FileView {
  readonly size: number
  readonly #handle: FileHandle
  #window = Buffer.alloc(0)
  #start = 0

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle
    this.size = size
  }

  static async within<T>(path: string, work: (file: FileView) => Promise<T>): Promise<T> {
    const handle = await open(path)
    try {
      return await work(new FileView(handle, (await handle.stat()).size))
    } finally {
      await handle.close()
    }
  }

  /** @throws Malformed where the file ends before */
  async read(offset: number, length: number): Promise<Buffer> {
    if (offset < 0 || length < 0 || offset + length > this.size) throw new Malformed(`There is nothing at ${offset}.`)
    if (offset < this.#start || offset + length > this.#start + this.#window.length) {
      const window = Buffer.allocUnsafe(Math.max(length, Math.min(windowBytes, this.size - offset)))
      const { bytesRead } = await this.#handle.read(window, 0, window.length, offset)
      if (bytesRead < length) throw new Malformed(`There is nothing at ${offset}.`)
      this.#window = window.subarray(0, bytesRead)
      this.#start = offset
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length)
  }

  /** Whether a part of the file is zeros; what is beyond its end counts as such. */
  async isZero(start: number, end: number): Promise<boolean> {
    const last = Math.min(end, this.size)
    for (let at = start; at < last; at += windowBytes) {
      const bytes = await this.read(at, Math.min(windowBytes, last - at))
      if (bytes.some((byte) => byte !== 0)) return false
    }
    return true
  }

  /**
   * What is there from an offset on: some of it, at least two bytes but at the end of the file, where it is empty.
   * What the window has of it is not read again, however often this is called.
   */
  rest(offset: number): Promise<Buffer> {
    const left = Math.max(0, this.size - offset)
    const inWindow = offset < this.#start ? 0 : this.#start + this.#window.length - offset
    return this.read(offset, inWindow >= Math.min(2, left) ? Math.min(inWindow, left) : Math.min(windowBytes, left))
  }
}

/** Of more no picture is made; a file of many more would be cut up at great cost. */
const maxPieces = 100_000

/** A part of a file that is made of another: bytes of that one, or new ones. */
export type Piece = { start: number; end: number } | Buffer

const zeros = Buffer.alloc(windowBytes)

/** Collects pieces of the file, and joins adjacent ones. */
export class Pieces {
  readonly list: Piece[] = []

  keep(start: number, end: number): void {
    const last = this.list.at(-1)
    if (start >= end) return
    if (last && !Buffer.isBuffer(last) && last.end === start) last.end = end
    else this.#push({ start, end })
  }

  add(bytes: Buffer): void {
    this.#push(bytes)
  }

  /** However many, they take no memory of their own. */
  addZeros(count: number): void {
    for (let left = count; left > 0; left -= zeros.length) this.#push(zeros.subarray(0, Math.min(left, zeros.length)))
  }

  #push(piece: Piece): void {
    if (this.list.length === maxPieces) throw new Malformed('It is in too many pieces.')
    this.list.push(piece)
  }

  /** Whether all of them together are the whole file as it is. */
  isWhole(size: number): boolean {
    const [only, ...more] = this.list
    return only !== undefined && more.length === 0 && !Buffer.isBuffer(only) && only.start === 0 && only.end === size
  }
}

/** Writes a file made of pieces of another. */
export async function writePieces(
  from: string,
  pieces: readonly Piece[],
  to: string,
): Promise<{ size: number; digest: string }> {
  const hash = createHash('sha256')
  let size = 0
  async function* bytes(source: FileHandle): AsyncGenerator<Buffer> {
    for (const piece of pieces) {
      for await (const chunk of Buffer.isBuffer(piece) ? [piece] : chunksOf(source, piece)) {
        hash.update(chunk)
        size += chunk.length
        yield chunk
      }
    }
  }
  const source = await open(from)
  try {
    await pipeline(bytes(source), createWriteStream(to))
  } finally {
    await source.close()
  }
  return { size, digest: hash.digest('hex') }
}

/** One handle for all pieces: a stream for each would open the file as often. */
async function* chunksOf(file: FileHandle, { start, end }: { start: number; end: number }): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(windowBytes, end - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) return
    yield chunk.subarray(0, bytesRead)
    at += bytesRead
  }
}
