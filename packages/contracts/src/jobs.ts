import * as z from 'zod'
import { EventEnvelope } from './event.ts'
import { channelDeleted, channelUpdated, memberRemoved } from './events.ts'
import { Uuid } from './ids.ts'
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

export const removeStoredFiles = defineJob({
  name: 'remove-stored-files',
  owner: 'messaging',
  summary:
    'Remove the bytes of files that are gone. What is due is recorded in PostgreSQL; the job only starts the removal.',
  payload: z.object({}),
  attempts: 8,
  backoffMs: 1_000,
  timeoutMs: 60_000,
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

export const finishChannelDeletion = defineJob({
  name: 'finish-channel-deletion',
  owner: 'channels',
  summary: 'Delete the record of a deleted channel, once nothing of it is left anywhere; until then it is postponed.',
  on: [channelDeleted],
  payload: EventEnvelope.extend({ data: channelDeleted.data }),
  attempts: 10,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const purgeChannel = defineJob({
  name: 'purge-channel',
  owner: 'messaging',
  summary:
    'Remove what a deleted channel has left behind: messages and all that hangs on them, files, markers, drafts.',
  on: [channelDeleted],
  payload: EventEnvelope.extend({ data: channelDeleted.data }),
  attempts: 12,
  backoffMs: 500,
  timeoutMs: 30 * 60_000,
})

export const cancelScheduled = defineJob({
  name: 'cancel-scheduled',
  owner: 'messaging',
  summary: 'Fail the messages that wait to be posted to a channel, once it is archived.',
  on: [channelUpdated],
  payload: EventEnvelope.extend({ data: channelUpdated.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const cancelScheduledOfLeaver = defineJob({
  name: 'cancel-scheduled-of-leaver',
  owner: 'messaging',
  summary:
    'Fail the messages that wait to be posted to a channel for someone who has left it, or can no longer read it.',
  on: [memberRemoved],
  payload: EventEnvelope.extend({ data: memberRemoved.data }),
  attempts: 8,
  backoffMs: 500,
  timeoutMs: 30_000,
})

export const jobs = [
  sendMail,
  mailResetLink,
  mailChannelInvitation,
  finishChannelDeletion,
  purgeChannel,
  removeStoredFiles,
  cancelScheduled,
  cancelScheduledOfLeaver,
] as const
