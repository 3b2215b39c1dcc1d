import * as z from 'zod'
import { EventEnvelope } from '../event.ts'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'
import { messageCreated } from '../messages/events.ts'

/** One mail, ready to go. Ids of mails are without angle brackets. */
export const Mail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  from_name: z.string().optional().describe('What its sender is called, where that is not who MAIL_FROM names.'),
  reply_to: z.string().optional().describe('Where answers go.'),
  return_path: z.string().optional().describe('Where reports go that it was not delivered.'),
  message_id: z.string().optional().describe('The same however often it is sent.'),
  references: z.array(z.string()).optional().describe('The mails before it in its thread, the newest last.'),
  conversation_id: Uuid.optional().describe('The conversation of a support desk that it is about, and is erased with.'),
  headers: z.record(z.string(), z.string()).optional().describe('Further headers, such as `List-Unsubscribe`.'),
})
export type Mail = z.infer<typeof Mail>

export const sendMail = defineJob({
  name: 'send-mail',
  owner: 'gateway',
  summary: 'Hand a mail to SMTP, or keep it for /dev/mail where none is configured.',
  payload: Mail,
  attempts: 12, // the last one more than an hour after the first
  backoffMs: 2_000,
  timeoutMs: 30_000,
  secret: true,
})

export const mailResetLink = defineJob({
  name: 'mail-reset-link',
  owner: 'gateway',
  summary:
    'Mail a link to set a new password, if the email address has an account: looked up here, so that asking takes as long either way.',
  payload: z.object({ email: z.string() }),
  attempts: 8,
  backoffMs: 1_000,
  timeoutMs: 30_000,
  secret: true, // who forgot their password is nobody's business
})

export const mailChannelInvitation = defineJob({
  name: 'mail-channel-invitation',
  owner: 'gateway',
  summary: 'Make the link of an invitation into a channel, and mail it.',
  payload: z.object({ workspace_id: Uuid, channel_id: Uuid, email: z.string() }),
  attempts: 8,
  backoffMs: 1_000,
  timeoutMs: 30_000,
  secret: true, // whom a workspace invites is nobody else's business
})

export const notifyPeople = defineJob({
  name: 'notify-people',
  owner: 'gateway',
  summary:
    'Notify people who are not online of a message that mentions them, or is said where they want all, by Web Push.',
  on: [messageCreated],
  needs: 'is_addressed',
  when: ({ data }) => data.arrival === 'live',
  payload: EventEnvelope.extend({ data: messageCreated.data }),
  attempts: 4,
  backoffMs: 1_000,
  timeoutMs: 60_000,
})

export const identityJobs = [sendMail, mailResetLink, mailChannelInvitation, notifyPeople] as const
