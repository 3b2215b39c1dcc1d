import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { ChannelId, TwinId, Uuid } from '../ids.ts'
import { participationModes } from './channel.ts'

const common = { owner: 'channels', auth: 'user', limit: 'channels' } as const
const params = z.object({ id: ChannelId })
const success = z.literal(true)
const Mode = z.enum(participationModes)

/** A twin as a channel's list shows it. */
const AssignedTwin = z
  .object({
    id: Uuid,
    name: z.string(),
    avatar_url: AvatarUrl,
    participation_mode: Mode,
    assigned_at: Time,
  })
  .meta({ id: 'AssignedTwin' })

/** A twin's place in a channel. */
const TwinAssignment = z
  .object({ ai_twin_id: Uuid, channel_id: Uuid, participation_mode: Mode, assigned_at: Time })
  .meta({ id: 'TwinAssignment' })

const whoMay =
  'Takes a channel admin, its creator, or a workspace owner or admin who can see it, or any participant of a direct message, and no guest (403).'

export const listChannelTwins = defineEndpoint({
  ...common,
  name: 'listChannelTwins',
  method: 'get',
  path: '/api/v2/channels/:id/twins',
  summary: 'The twins assigned to a channel, the first assigned first.',
  description: 'For everyone who can see the channel. There are at most 50.',
  params,
  responses: { 200: z.object({ success, twins: z.array(AssignedTwin) }) },
  errors: ['not_found'],
})

export const assignTwin = defineEndpoint({
  ...common,
  name: 'assignTwin',
  audit: 'channel.twin_assigned',
  method: 'post',
  path: '/api/v2/channels/:id/twins',
  role: 'member',
  summary: 'Assign a twin of the workspace to a channel, or change how it takes part.',
  description: `${whoMay} An unknown twin, or one of another workspace, is a 404. \`active\` answers every message of a person, \`on-demand\` (what is meant where nothing is given) only when mentioned or replied to, \`passive\` only learns. A twin answers people alone, never twins, connected platforms or imported history, and where it was asked: in the thread, or in the channel. Replying to it is replying to a message of its, or right after one in a thread, unless that turns to somebody else. It answers one message of a channel at a time; of what it was not asked, the newest for all. Twins answer 20 messages of a channel in a minute, and one twin 60 of all channels, in an hour ten times as many (an operator may set others): whoever asks beyond that receives \`twin.finished\` with \`rate_limited\`. Assigning one that is assigned changes its mode and keeps \`assigned_at\`. A channel takes at most 50 twins, an archived one none (409).`,
  params,
  body: z.object({ ai_twin_id: TwinId, participation_mode: Mode.default('on-demand') }),
  responses: { 201: z.object({ success, twin: TwinAssignment }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const removeTwin = defineEndpoint({
  ...common,
  name: 'removeTwin',
  audit: 'channel.twin_removed',
  method: 'delete',
  path: '/api/v2/channels/:id/twins/:twinId',
  role: 'member',
  summary: 'Take a twin out of a channel.',
  description: `${whoMay} A twin that is not assigned is a 404. An archived channel is read-only (409). What it has written stays.`,
  params: z.object({ id: ChannelId, twinId: TwinId }),
  responses: { 200: z.object({ success }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})
