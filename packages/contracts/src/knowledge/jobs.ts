import * as z from 'zod'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'

const payload = z.object({ workspace_id: Uuid, document_id: Uuid, version: z.int() })

export const processKnowledge = defineJob({
  name: 'process-knowledge',
  owner: 'chat-engine',
  summary: 'Read a document that was too large to be read while its upload waited, and make it searchable.',
  payload,
  attempts: 6,
  backoffMs: 2_000,
  timeoutMs: 5 * 60_000,
})

export const findEntities = defineJob({
  name: 'find-entities',
  owner: 'chat-engine',
  summary: 'Have a model find whom and what a document mentions, in place of what rules have found.',
  payload,
  attempts: 5, // the last one about five minutes after the first
  backoffMs: 20_000,
  timeoutMs: 10 * 60_000,
})

export const knowledgeJobs = [processKnowledge, findEntities] as const
