import { createGate, type Gate } from '@parley/kit/gate'
import type { Log } from '@parley/kit/log'
import type { Metrics } from '@parley/kit/metrics'
import type { FileStorageConfig } from './config.ts'
import type { FileStore } from './file-store.ts'
import { stripMetadata } from './metadata/strip-metadata.ts'
import { openFileStore } from './open-file-store.ts'
import { createPictures, type Pictures } from './pictures.ts'
import { createSpool, type Spool, type SpooledFile } from './spool.ts'

/** Where bytes are kept, and what is done to them on their way in and out. */
export interface Storage {
  store: FileStore
  spool: Spool
  pictures: Pictures
  /** A picture or video without what it says beside what is shown; other files as they are. @throws UnstrippableMedia */
  withoutMetadata: (file: SpooledFile, type: string) => Promise<SpooledFile>
  /** Lets a few write to the storage at once, so that many uploads do not take all its connections. */
  writing: Gate
  /** Limits downloads while their bytes are sent. */
  downloads: Gate
}

const writesAtOnce = 8
/** Each waiting task occupies an upload's place, which bounds how many wait. */
const allWait = { total: Number.POSITIVE_INFINITY, perHolder: Number.POSITIVE_INFINITY }

export const openStorage = (config: FileStorageConfig, { log, metrics }: { log: Log; metrics?: Metrics }): Storage => ({
  store: openFileStore(config),
  spool: createSpool(
    config.PARLEY_DATA,
    createGate({
      name: 'uploads',
      atOnce: config.UPLOADS_AT_ONCE,
      shares: {
        person: config.UPLOADS_PER_PERSON,
        workspace: config.UPLOADS_PER_WORKSPACE,
        ip: config.UPLOADS_PER_ADDRESS,
      },
      // Nothing of theirs is read while they wait.
      maxWaiting: { total: 256, perHolder: 32 },
      maxWaitMs: 30_000,
      retryAfterSeconds: 5,
      metrics,
    }),
  ),
  pictures: createPictures(log, metrics),
  withoutMetadata: stripMetadata,
  writing: createGate({
    name: 'writes',
    atOnce: writesAtOnce,
    shares: { person: 4, workspace: 6 },
    maxWaiting: allWait,
    metrics,
  }),
  downloads: createGate({
    name: 'downloads',
    atOnce: config.DOWNLOADS_AT_ONCE,
    shares: {
      person: config.DOWNLOADS_PER_PERSON,
      workspace: config.DOWNLOADS_PER_WORKSPACE,
      ip: config.DOWNLOADS_PER_ADDRESS,
    },
    maxWaiting: { total: 1_000, perHolder: 200 },
    maxWaitMs: 10_000,
    metrics,
  }),
})
