import * as z from 'zod'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'

const common = { owner: 'integrations', attempts: 8, backoffMs: 1_000, timeoutMs: 300_000 } as const
const ofImport = z.object({ workspace_id: Uuid, import_id: Uuid })

export const prepareImport = defineJob({
  ...common,
  name: 'prepare-import',
  summary: 'Find out which channels are to be imported, and begin with each.',
  payload: ofImport,
})

export const importPart = defineJob({
  ...common,
  name: 'import-part',
  summary: 'Import a part of an archive, such as a channel, from where it stopped.',
  payload: ofImport.extend({ part: z.int() }),
})

/** Pages may have many files. */
const historyMs = 900_000

export const importHistoryPart = defineJob({
  ...common,
  name: 'import-history-part',
  summary: 'Import the history of a channel of a connected platform, from where it stopped.',
  timeoutMs: historyMs,
  payload: ofImport.extend({ part: z.int() }),
})

export const finishImport = defineJob({
  ...common,
  name: 'finish-import',
  summary: 'Compare what an import has stored with what it has read, and end it.',
  payload: ofImport,
})

export const importJobs = [prepareImport, importPart, importHistoryPart, finishImport] as const
