import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { IncomingFile } from '@parley/kit/form'
import type { Gate, Holders } from '@parley/kit/gate'
import { headBytes } from './file-types.ts'

/** A file that has arrived and lies on the local disk. */
export interface SpooledFile {
  /** As the form calls it. */
  name: string | undefined
  path: string
  /** Bytes. */
  size: number
  /** SHA-256 in hex. */
  digest: string
  head: Buffer
}

const abandonedAfterMs = 2 * 3_600_000

/**
 * Where uploads lie until they are whole: `<dataFolder>/uploads`, a folder for each. So nothing is kept in memory, and
 * nothing reaches the storage that is not to stay.
 */
export function createSpool(dataFolder: string, uploads: Gate) {
  const root = resolve(dataFolder, 'uploads')

  return {
    /**
     * Gives an upload a folder, which `spool` makes and which is gone when `work` ends.
     *
     * @throws ServiceError 503 when there are too many uploads at once, 429 when too many are this person's
     */
    within<T>(holders: Holders, work: (folder: string) => Promise<T>): Promise<T> {
      return uploads.pass(holders, async () => {
        const folder = join(root, randomUUID())
        try {
          return await work(folder)
        } finally {
          await rm(folder, { recursive: true, force: true })
        }
      })
    },

    /** Removes what a process that died has left behind. */
    async sweep(): Promise<void> {
      const folders = await readdir(root).catch(() => [])
      for (const folder of folders) {
        const path = join(root, folder)
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
        if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true })
      }
    },
  }
}

export type Spool = ReturnType<typeof createSpool>

/** Writes a file of an upload to the disk as it arrives. */
export async function spool(file: IncomingFile, folder: string): Promise<SpooledFile> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, randomUUID())
  const hash = createHash('sha256')
  const beginning: Buffer[] = []
  let size = 0
  async function* watched(): AsyncGenerator<Buffer> {
    for await (const chunk of file.content) {
      hash.update(chunk)
      if (size < headBytes) beginning.push(chunk.subarray(0, headBytes - size))
      size += chunk.length
      yield chunk
    }
  }
  await pipeline(watched, createWriteStream(path))
  return { name: file.name, path, size, digest: hash.digest('hex'), head: Buffer.concat(beginning) }
}
