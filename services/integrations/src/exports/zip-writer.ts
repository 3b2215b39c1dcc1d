import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A ZIP archive that is read while it is written: nothing of it is kept in memory but its directory. */
export interface ZipWriter {
  /** Its bytes, as far as they were read from `output`. */
  readonly bytes: number
  /** To be read while files are added, else adding waits. */
  output: AsyncIterable<Buffer>
  /**
   * Adds a file, and waits until it is read to its end.
   *
   * @throws whatever its chunks throw; the archive is broken then
   */
  add(name: string, chunks: AsyncIterable<string | Uint8Array>, options?: { isCompressed?: boolean }): Promise<void>
  /** Ends the archive: then `output` ends, too. */
  end(): void
  /** Ends it with an error, where it has not ended, for whoever reads it and whoever adds to it. */
  destroy(error: Error): void
}

/** @param at what its files are dated with */
export function createZipWriter(at: Date): ZipWriter {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  let bytes = 0
  let adding: Readable | undefined

  function destroy(error: Error): void {
    output.destroy(error)
    adding?.destroy(error)
  }
  zip.on('error', destroy)

  return {
    get bytes() {
      return bytes
    },
    output: (async function* () {
      for await (const chunk of output) {
        bytes += chunk.length
        yield chunk
      }
    })(),
    async add(name, chunks, { isCompressed = false } = {}) {
      if (output.destroyed) throw output.errored ?? new Error('The archive was closed.')
      adding = Readable.from(chunks, { objectMode: false })
      zip.addReadStream(adding, name, { mtime: at, compress: !isCompressed })
      await finished(adding)
    },
    end: () => zip.end(),
    destroy,
  }
}
