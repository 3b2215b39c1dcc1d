import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { access, constants, mkdir, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { FileStorage } from '@flystorage/file-storage'
import { LocalStorageAdapter } from '@flystorage/local-fs'
import type { FileStore } from './file-store.ts'

/** Objects as files below `<dataFolder>/files`. */
export function createLocalStore(dataFolder: string): FileStore {
  const root = resolve(dataFolder, 'files')
  const storage = new FileStorage(new LocalStorageAdapter(root))
  const pathOf = (key: string) => join(root, key)

  return {
    async write(key, { path, size }) {
      await storage.write(key, createReadStream(path))
      const kept = await open(pathOf(key))
      try {
        const { size: keptSize } = await kept.stat()
        if (keptSize !== size) throw new Error(`${keptSize} bytes were kept of ${size}`)
        await kept.sync() // what is acknowledged survives a power cut
      } finally {
        await kept.close()
      }
    },

    // Not by flystorage, which reads no ranges and leaves the file open when its reader goes away.
    async open(key, range) {
      const stream = createReadStream(pathOf(key), range)
      await once(stream, 'open')
      return stream
    },

    remove: (key) => storage.deleteFile(key),

    async check() {
      await mkdir(root, { recursive: true })
      await access(root, constants.W_OK)
    },

    async close() {},
  }
}
