import { removeStoredFiles } from '@parley/contracts/jobs'
import type { Foundation } from '@parley/kit/foundation'
import type { Files } from '../files/files.ts'
import { removeDueBytes } from '../files/upkeep.ts'

/** Removes what is due, soon after it is. */
export const workRemoveStoredFiles = (foundation: Foundation<unknown>, files: Files): void =>
  foundation.work(removeStoredFiles, async (_payload, { signal }) => removeDueBytes(foundation, files, signal), {
    concurrency: 1,
  })
