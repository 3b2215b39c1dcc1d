import type * as z from 'zod'
import type { EventContract } from './event.ts'
import type { ServiceName } from './services.ts'

/** A durable unit of background work and how it is retried. Handlers are safe to run twice. */
export interface JobContract<P extends z.ZodType = z.ZodType> {
  /** Its name, and part of its queue's: `send-mail`. */
  name: string
  /** The service whose workers run it. */
  owner: ServiceName
  summary: string
  payload: P
  /** How often it is tried before it is given up. What is postponed, or stops with its service, was no try. */
  attempts: number
  /** The wait before the second try; doubled for each further one, up to `maxBackoffMs`. */
  backoffMs: number
  /** An hour if not given. */
  maxBackoffMs?: number
  /** A try that takes longer is aborted and counts as failed. */
  timeoutMs: number
  /** The payload contains secrets, such as a mailed token: it is erased as soon as the job is done or given up. */
  secret?: boolean
  /** The events that start it; the payload is then the event. */
  on?: readonly EventContract[]
  /** A fact of those events without which none starts it, so that most of them cost no job. */
  needs?: string
  /** Which of those events start it; all if not given. */
  when?(event: z.output<P>): boolean
}

/** Declares a job once: payload, owner, attempts, back-off and timeout. */
export const defineJob = <P extends z.ZodType>(job: JobContract<P>): JobContract<P> => job
