import * as z from 'zod'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'
import { type ServiceName, serviceNames } from '../services.ts'

const retried = { attempts: 20, backoffMs: 1_000, maxBackoffMs: 300_000, timeoutMs: 600_000 } as const

const purgeIn = (owner: ServiceName) =>
  defineJob({
    ...retried,
    name: `purge-workspace-in-${owner}`,
    owner,
    summary: 'Delete what a service has of a workspace that nobody is in any more.',
    payload: z.object({ workspace_id: Uuid }),
  })

/** The jobs by which each service behind the gateway deletes what it has of a workspace. */
export const servicePurges = serviceNames.filter((name) => name !== 'gateway').map(purgeIn)

/** Runs once those of the services have: twice, since the first time some may still have been writing. */
export const finishPurge = defineJob({
  ...retried,
  name: 'finish-workspace-purge',
  owner: 'gateway',
  summary: 'Erase a deleted workspace’s jobs, have the services look again, and then delete the workspace itself.',
  payload: z.object({ workspace_id: Uuid, is_last: z.boolean() }),
})

export const purgeJobs = [...servicePurges, finishPurge] as const
