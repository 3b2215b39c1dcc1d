import { channelJobs } from './channels/jobs.ts'
import { identityJobs } from './identity/jobs.ts'
import { messageJobs } from './messages/jobs.ts'

/** Every job of the platform. */
export const jobs = [...identityJobs, ...channelJobs, ...messageJobs] as const
