import type { Log } from '@parley/kit/log'
import type { FileStorageConfig } from './config.ts'
import type { FileStore } from './file-store.ts'
import { createGate, type Gate } from './gate.ts'
import { stripMetadata } from './metadata/strip-metadata.ts'
import { openFileStore } from './open-file-store.ts'
import { createPictures, type Pictures } from './pictures.ts'
import { createSpool, type Spool, type SpooledFile } from './spool.ts'

/** What files are taken in, looked at and kept with. */
export interface Files {
  store: FileStore
  spool: Spool
  pictureOf: Pictures
  /** A picture without what it says beside its pixels; other files as they are. */
  withoutMetadata: (file: SpooledFile, type: string) => Promise<SpooledFile>
  /** Lets a few write to the storage at once, so that many uploads do not take all its connections. */
  writing: Gate
}

const writesAtOnce = 8

export const createFiles = (config: FileStorageConfig, log: Log): Files => ({
  store: openFileStore(config),
  spool: createSpool(config.PARLEY_DATA),
  pictureOf: createPictures(log),
  withoutMetadata: (file, type) => stripMetadata(file, type, log),
  writing: createGate(writesAtOnce),
})
