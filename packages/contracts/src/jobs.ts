import { channelJobs } from './channels/jobs.ts'
import { connectionJobs } from './connections/jobs.ts'
import { deskJobs } from './desk/jobs.ts'
import { exportJobs } from './exports/jobs.ts'
import { identityJobs } from './identity/jobs.ts'
import { purgeJobs } from './identity/purging.ts'
import { importJobs } from './imports/jobs.ts'
import { knowledgeJobs } from './knowledge/jobs.ts'
import { messageJobs } from './messages/jobs.ts'
import { summaryJobs } from './summaries/jobs.ts'
import { twinJobs } from './twins/jobs.ts'
import { usageJobs } from './usage/jobs.ts'
import { webhookJobs } from './webhooks/jobs.ts'

/** Every job of the platform. */
export const jobs = [
  ...identityJobs,
  ...purgeJobs,
  ...channelJobs,
  ...messageJobs,
  ...summaryJobs,
  ...twinJobs,
  ...usageJobs,
  ...knowledgeJobs,
  ...deskJobs,
  ...exportJobs,
  ...importJobs,
  ...connectionJobs,
  ...webhookJobs,
] as const
