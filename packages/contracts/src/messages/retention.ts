import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Integer, Time } from '../fields.ts'
import { ChannelId, Uuid } from '../ids.ts'

export const retentionLimits = {
  minDays: 1,
  maxDays: 3650,
  /** How long after a change nothing is deleted, so that a slip can be put right. */
  graceMinutes: 60,
  /** A preview counts no further. */
  maxCounted: 10_000,
} as const

const { minDays, maxDays, graceMinutes, maxCounted } = retentionLimits

const common = { owner: 'messaging', auth: 'user' } as const
const ofWorkspace = { ...common, limit: 'default', scope: 'admin', role: 'admin', path: '/api/v2/retention' } as const
const ofChannel = { ...common, limit: 'channels', path: '/api/v2/channels/:id/retention' } as const
const params = z.object({ id: ChannelId })

const Days = z.int().min(minDays).max(maxDays).nullable()
const days = Days.describe(`For how many days messages are kept, ${minDays} to ${maxDays}; null: for ever.`)

const setting = {
  applies_at: Time.nullable().describe('Nothing is deleted before; null where nothing was ever set.'),
  updated_by: Uuid.nullable(),
  updated_at: Time.nullable(),
  preview: z
    .object({
      days: z.int(),
      messages: z.int().describe(`At most ${maxCounted}.`),
      has_more: z.boolean().describe('There are more than were counted.'),
    })
    .optional()
    .describe('How many messages are older than `preview_days`, where that is given.'),
}

export const Retention = z
  .object({
    days,
    channels_with_own: z.int().describe('How many channels have a setting of their own.'),
    ...setting,
  })
  .meta({ id: 'Retention' })
export type Retention = z.output<typeof Retention>

export const ChannelRetention = z
  .object({
    channel_id: Uuid,
    days: days.describe('What holds for the channel: its own setting, or the workspace’s.'),
    is_own: z.boolean().describe('Whether the channel has a setting of its own.'),
    workspace_days: days.describe('The workspace’s setting.'),
    can_change: z.boolean().describe('Whether the caller may change it.'),
    ...setting,
  })
  .meta({ id: 'ChannelRetention' })
export type ChannelRetention = z.output<typeof ChannelRetention>

const query = z.object({
  preview_days: Integer({ min: minDays, max: maxDays })
    .optional()
    .describe('Also count what is older than so many days, and would be deleted.'),
})

const rules = `Messages of channels and direct messages are deleted once they are older than so many days, each by its own age, pinned ones too, with their files, reactions and search documents; nothing brings them back. Of a thread the oldest go first: while replies of a deleted root are left, the root stays as an empty tombstone. Archived channels are no exception. Kept are: private conversations with twins, which their owner deletes; conversations of the support desk; copies on connected platforms. An import brings only what is younger to stay. It is looked for every ten minutes; clients receive one \`channel.updated\` with \`history_changed\` for each channel of which something was deleted, and the audit log one entry (\`channel.messages_expired\`) with the number. After a change nothing is deleted for ${graceMinutes} minutes.`

export const getRetention = defineEndpoint({
  ...ofWorkspace,
  name: 'getRetention',
  method: 'get',
  summary: 'For how many days the workspace keeps messages.',
  description: `It holds for every channel without a setting of its own, which the preview leaves out. ${rules}`,
  query,
  responses: { 200: envelope(Retention) },
})

export const setRetention = defineEndpoint({
  ...ofWorkspace,
  name: 'setRetention',
  audit: 'retention.set',
  method: 'put',
  summary: 'Set for how many days the workspace keeps messages.',
  description: `${rules} Setting what is set changes nothing.`,
  body: z.object({ days }).meta({ examples: [{ days: 365 }] }),
  responses: { 200: envelope(Retention) },
})

export const getChannelRetention = defineEndpoint({
  ...ofChannel,
  name: 'getChannelRetention',
  method: 'get',
  summary: 'For how many days a channel keeps messages.',
  description: 'Whoever may read the channel may know. A preview takes somebody who may change it (403).',
  params,
  query,
  responses: { 200: envelope(ChannelRetention) },
  errors: ['not_found', 'forbidden'],
})

export const setChannelRetention = defineEndpoint({
  ...ofChannel,
  name: 'setChannelRetention',
  audit: 'channel.retention_set',
  method: 'put',
  role: 'member',
  summary: 'Give a channel a setting of its own for how many days it keeps messages.',
  description: `Takes a channel admin, its creator, or a workspace owner or admin who can see it (403). Only owners and admins keep messages for longer than the workspace does at that time (403). A direct message follows the workspace (409). ${rules}`,
  params,
  body: z.object({ days }).meta({ examples: [{ days: 30 }] }),
  responses: { 200: envelope(ChannelRetention) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const resetChannelRetention = defineEndpoint({
  ...ofChannel,
  name: 'resetChannelRetention',
  audit: 'channel.retention_reset',
  method: 'delete',
  role: 'member',
  summary: 'Have a channel follow the workspace’s setting again.',
  description: `Takes whoever may set it (403). Nothing is deleted for ${graceMinutes} minutes. A channel that follows it already is answered as it is.`,
  params,
  responses: { 200: envelope(ChannelRetention) },
  errors: ['not_found', 'forbidden', 'conflict'],
})
