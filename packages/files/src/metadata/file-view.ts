import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
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

  /** The bytes from an offset on, at most a window; empty at the end of the file. */
  rest = (offset: number): Promise<Buffer> => this.read(offset, Math.min(windowBytes, Math.max(0, this.size - offset)))
}

/** A part of a file that is made of another: bytes of that one, or new ones. */
export type Piece = { start: number; end: number } | Buffer

/** Collects pieces of the file, and joins adjacent ones. */
export class Pieces {
  readonly list: Piece[] = []

  keep(start: number, end: number): void {
    const last = this.list.at(-1)
    if (start >= end) return
    if (last && !Buffer.isBuffer(last) && last.end === start) last.end = end
    else this.list.push({ start, end })
  }

  add(bytes: Buffer): void {
    this.list.push(bytes)
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
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const piece of pieces) {
      const chunks: AsyncIterable<Buffer> | Buffer[] = Buffer.isBuffer(piece)
        ? [piece]
        : createReadStream(from, { start: piece.start, end: piece.end - 1 })
      for await (const chunk of chunks) {
        hash.update(chunk)
        size += chunk.length
        yield chunk
      }
    }
  }
  await pipeline(bytes, createWriteStream(to))
  return { size, digest: hash.digest('hex') }
}
