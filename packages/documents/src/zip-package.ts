import type { Readable } from 'node:stream'
import yauzl, { type Entry } from 'yauzl'
import { DocumentError } from './error.ts'
import { limits } from './limits.ts'

/** An Office file: a ZIP archive of XML parts. */
export interface ZipPackage {
  names: readonly string[]
  /** How many bytes a part unpacks to; no more are read. */
  sizeOf(name: string): number
  /** A part's bytes as they are unpacked; nothing if there is no such part. */
  read(name: string): AsyncIterable<Buffer>
}

const tooLarge = () => new DocumentError('too_large', 'The document unpacks to more than is read.')

/**
 * Opens a ZIP archive by its directory. What it unpacks to is bounded twice: by what the directory says, which is
 * refused at once, and by the bytes that really come.
 */
export async function openPackage(bytes: Buffer): Promise<ZipPackage> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true })
  if (zip.entryCount > limits.maxEntries)
    throw new DocumentError('too_complex', `The document has more than ${limits.maxEntries} parts.`)
  const entries = new Map<string, Entry>()
  let declared = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new DocumentError('encrypted', 'The document is password-protected.')
    declared += entry.uncompressedSize
    if (declared > limits.maxUnpackedBytes || isBomb(entry)) throw tooLarge()
    if (entries.has(entry.fileName)) throw new DocumentError('damaged', 'The document has two parts of the same name.')
    entries.set(entry.fileName, entry)
  }

  let unpacked = 0
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
    async *read(name) {
      const entry = entries.get(name)
      if (!entry) return
      const stream: Readable = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream) {
        unpacked += chunk.length
        if (unpacked > limits.maxUnpackedBytes) throw tooLarge()
        yield chunk
      }
    },
  }
}

const isBomb = ({ uncompressedSize, compressedSize }: Entry): boolean =>
  uncompressedSize > limits.ratioFromBytes && uncompressedSize > compressedSize * limits.maxRatio
