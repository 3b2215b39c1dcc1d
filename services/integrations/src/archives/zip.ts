import type { Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { ArchiveError } from './archive-error.ts'
import { type OpenRange, RangeReader } from './random-access.ts'

/** What an archive may unpack to. Deflate makes at most 1,032 bytes of one; texts of people about twenty. */
export const zipLimits = {
  maxEntries: 250_000,
  maxUnpackedBytes: 32 * 1024 ** 3,
  maxRatio: 250,
  /** Entries that unpack to less may have any ratio. */
  ratioFromBytes: 1024 ** 2,
} as const

/** A ZIP archive, known by its directory alone. */
export interface Zip {
  /** What each file unpacks to, by its name, in the directory's order. */
  sizes: ReadonlyMap<string, number>
  /** A file’s bytes as they are unpacked, never more than the directory says; nothing if there is no such file. */
  read(name: string): AsyncIterable<Buffer>
  /** As `read`, with what it unpacks to; undefined if there is no such file. */
  openFile(name: string): { size: number; content: AsyncIterable<Buffer> } | undefined
  close(): void
}

/** What is kept of an entry, so that hundreds of thousands fit into memory. */
type Kept = Pick<
  Entry,
  | 'compressedSize'
  | 'uncompressedSize'
  | 'compressionMethod'
  | 'relativeOffsetOfLocalHeader'
  | 'generalPurposeBitFlag'
  | 'fileName'
>

/**
 * Opens a ZIP archive by its directory, and refuses one that would be dangerous to unpack, naming the entry.
 *
 * @throws ArchiveError
 */
export async function openZip(open: OpenRange, size: number): Promise<Zip> {
  const zip = await opened(open, size)
  try {
    const entries = await directoryOf(zip)
    async function* read(name: string): AsyncGenerator<Buffer> {
      const kept = entries.get(name)
      if (!kept) return
      const stream: Readable = await zip.openReadStreamPromise(
        Object.assign(Object.create(yauzl.Entry.prototype), kept),
      )
      yield* stream
    }
    return {
      sizes: new Map([...entries].map(([name, { uncompressedSize }]) => [name, uncompressedSize])),
      read,
      openFile(name) {
        const kept = entries.get(name)
        return kept && { size: kept.uncompressedSize, content: read(name) }
      },
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function opened(open: OpenRange, size: number): Promise<ZipFile> {
  try {
    return await yauzl.fromRandomAccessReaderPromise(new RangeReader(open, size), size, {
      autoClose: false,
      strictFileNames: true,
    })
  } catch (cause) {
    throw damaged(cause)
  }
}

async function directoryOf(zip: ZipFile): Promise<Map<string, Kept>> {
  const maxBytes = Math.max(
    zipLimits.ratioFromBytes,
    Math.min(zipLimits.maxUnpackedBytes, zip.fileSize * zipLimits.maxRatio),
  )
  if (zip.entryCount > zipLimits.maxEntries)
    throw new ArchiveError('too_large', `The archive has more than ${zipLimits.maxEntries} files.`)
  const entries = new Map<string, Kept>()
  const seen = new Set<string>()
  let unpacked = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry
      check(entry)
      unpacked += entry.uncompressedSize
      if (unpacked > maxBytes) throw new ArchiveError('too_large', 'The archive unpacks to more than an export would.')
      if (seen.has(fileName)) throw unsafe(fileName, 'is there twice')
      seen.add(fileName)
      if (!fileName.endsWith('/')) entries.set(fileName, keep(entry))
    }
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : damaged(cause)
  }
  return entries
}

function check(entry: Entry): void {
  const { fileName, uncompressedSize, compressedSize } = entry
  if (entry.isEncrypted()) throw new ArchiveError('encrypted', `The archive is encrypted: ${shown(fileName)}.`)
  if (isLink(entry)) throw unsafe(fileName, 'is a symbolic link')
  if (!entry.canDecodeFileData()) throw unsafe(fileName, 'is compressed by a method that is not supported')
  if (uncompressedSize > zipLimits.ratioFromBytes && uncompressedSize > compressedSize * zipLimits.maxRatio)
    throw new ArchiveError('too_large', `${shown(fileName)} unpacks to more than ${zipLimits.maxRatio} times its size.`)
}

/** By the mode that archivers of Unix write. */
const isLink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >>> 8 === 3 && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000

const keep = (entry: Entry): Kept => ({
  fileName: entry.fileName,
  compressedSize: entry.compressedSize,
  uncompressedSize: entry.uncompressedSize,
  compressionMethod: entry.compressionMethod,
  relativeOffsetOfLocalHeader: entry.relativeOffsetOfLocalHeader,
  generalPurposeBitFlag: entry.generalPurposeBitFlag,
})

const unsafe = (name: string, why: string) => new ArchiveError('unsafe', `${shown(name)} ${why}.`)

/** yauzl's sentence names the entry and what is wrong with it: a path that leads out of the archive, a broken directory. */
const damaged = (cause: unknown) =>
  new ArchiveError('damaged', `The archive cannot be read: ${shown((cause as Error).message)}.`, { cause })

/** A name from an archive as a sentence may have it. */
export const shown = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, 200)
