import * as z from 'zod'
import { defineJob } from './job.ts'

/** One mail, ready to go. `html` is optional; `text` never is. */
export const Mail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
})
export type Mail = z.infer<typeof Mail>

export const sendMail = defineJob({
  name: 'send-mail',
  owner: 'gateway',
  summary: 'Hand a mail to SMTP, or keep it for /dev/mail where none is configured.',
  payload: Mail,
  attempts: 8,
  backoffMs: 2_000,
  timeoutMs: 30_000,
})

export const jobs = [sendMail] as const
