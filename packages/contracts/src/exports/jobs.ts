import * as z from 'zod'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'

export const writeExport = defineJob({
  owner: 'integrations',
  name: 'write-export',
  summary: 'Write the archive of an export, from its beginning.',
  attempts: 5,
  backoffMs: 5_000,
  timeoutMs: 3_600_000,
  payload: z.object({ workspace_id: Uuid, export_id: Uuid }),
})

export const exportJobs = [writeExport] as const
