import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { ChannelId, ConnectionId, typeId } from '../ids.ts'
import {
  AvailablePlatform,
  ConnectedChannel,
  Connection,
  ConnectionConfig,
  ConnectionTest,
  connectionLimits,
  connectionStatuses,
  directions,
  GivenCredentials,
} from './connection.ts'
import { Platform } from './platform.ts'

const common = { owner: 'integrations', auth: 'user', limit: 'default' } as const
const privileged = { ...common, scope: 'admin', role: 'admin' } as const
const params = z.object({ platform: Platform })

const SelectedChannels = z
  .array(z.string().min(1).max(200))
  .max(connectionLimits.selectedChannels)
  .describe('Channels to bridge, by name or by either id; a channel stays selected when it is renamed.')

const settings = {
  ingestMessages: z.boolean().describe('Whether messages come in from the platform.'),
  selectedChannels: SelectedChannels,
  autoReply: z
    .boolean()
    .describe(
      'Whether twins answer people there who mention them, in channels that come in: a twin of the channel by its handle, or the app itself, for which `lvng` answers. On behalf of the member whose account wrote it, or else of whoever connected the platform.',
    ),
}

export const listConnections = defineEndpoint({
  ...common,
  role: 'member',
  name: 'listConnections',
  method: 'get',
  path: '/api/v2/platform-connections',
  summary: 'The platforms that are connected, the first that was first, and those that can be.',
  description:
    'Bare JSON. `channels` has every channel that was discovered there; a private one only for owners and admins. Credentials are in no answer.',
  responses: { 200: z.object({ connected: z.array(Connection), available: z.array(AvailablePlatform) }) },
})

export const connectPlatform = defineEndpoint({
  ...privileged,
  name: 'connectPlatform',
  audit: 'connection.created',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/connect',
  summary: 'Connect a platform.',
  description:
    'Takes a workspace owner or admin. The credentials are tested at once, encrypted, and never shown; without them, or where the platform refuses them, it is connected all the same, `connectionTest` and `status` say so, and `PUT …/credentials` repairs it. A field that the platform does not have, or that is missing beside others, is a 400 that names it. Channels are discovered within ten seconds. A workspace connects a platform once (409). Connecting the same account again doubles nothing; a signed webhook is the same where its `url` is, or without one its `secret`.',
  params,
  body: z.strictObject({
    config: z
      .strictObject({
        ingestMessages: settings.ingestMessages.default(false),
        selectedChannels: settings.selectedChannels.default([]),
        autoReply: settings.autoReply.default(false),
        credentials: GivenCredentials.optional(),
      })
      .prefault({}),
  }),
  responses: {
    201: z.object({
      id: typeId('int'),
      platform: Platform,
      displayName: z.string(),
      status: z.enum(connectionStatuses),
      connectionTest: ConnectionTest,
      eventsUrl: z.string().describe('Where the platform posts its events to.'),
    }),
  },
  errors: ['conflict'],
})

export const disconnectPlatform = defineEndpoint({
  ...privileged,
  name: 'disconnectPlatform',
  audit: 'connection.deleted',
  method: 'delete',
  path: '/api/v2/platform-connections/:platform/disconnect',
  summary: 'Disconnect a platform.',
  description:
    'Nothing crosses from then on, what waits is dropped, no channel stays selected, and the credentials are deleted. The channels and the messages that came from there stay, and so does what is known of which message is which, so that connecting again doubles nothing.',
  params,
  responses: { 200: z.object({ platform: Platform, status: z.literal('disconnected'), disconnectedAt: Time }) },
  errors: ['not_found'],
})

export const updateConnectionConfig = defineEndpoint({
  ...privileged,
  name: 'updateConnectionConfig',
  audit: 'connection.updated',
  method: 'patch',
  path: '/api/v2/platform-connections/:platform/config',
  summary: 'Change what crosses.',
  description:
    'Takes effect at once. What is not given stays; `selectedChannels` replaces all of them. Any other field is a 400. A channel that does not exist there is a 400 that names it, once channels have been discovered.',
  params,
  body: z.strictObject({
    ingestMessages: settings.ingestMessages.optional(),
    selectedChannels: settings.selectedChannels.optional(),
    autoReply: settings.autoReply.optional(),
  }),
  responses: { 200: z.object({ platform: Platform, config: ConnectionConfig, updatedAt: Time }) },
  errors: ['not_found'],
})

export const testConnection = defineEndpoint({
  ...privileged,
  name: 'testConnection',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/test',
  summary: 'Try credentials without saving them, or those that are saved.',
  description:
    'With `credentials`, they alone are tried, whether the platform is connected or not, and nothing is kept. Without, those of the connection are (404 where there is none), and its status follows from the answer.',
  params,
  body: z.strictObject({ credentials: GivenCredentials.optional() }),
  responses: { 200: ConnectionTest },
  errors: ['not_found'],
  idempotent: false,
})

export const replaceCredentials = defineEndpoint({
  ...privileged,
  name: 'replaceCredentials',
  audit: 'connection.credentials_replaced',
  method: 'put',
  path: '/api/v2/platform-connections/:platform/credentials',
  summary: 'Give a connection other credentials.',
  description:
    'They are tested first, and kept only where the platform takes them; where it does not, the old ones stay and `connectionTest` says why. Those of another account there are a 409: disconnect first. A signed webhook has no accounts: it may move to another `url`.',
  params,
  body: z.strictObject({ credentials: GivenCredentials }),
  responses: {
    200: z.object({ platform: Platform, status: z.enum(connectionStatuses), connectionTest: ConnectionTest }),
  },
  errors: ['not_found', 'conflict'],
})

export const listRemoteChannels = defineEndpoint({
  ...privileged,
  name: 'listRemoteChannels',
  method: 'get',
  path: '/api/v2/platform-connections/:platform/channels',
  summary: 'The platform’s channels, asked for now.',
  description: `Asks the platform, and keeps what is new or renamed. At most ${connectionLimits.channels.toLocaleString('en')}. Where the platform does not answer it is a 502 or 503 with its reason.`,
  params,
  responses: { 200: z.object({ platform: Platform, channels: z.array(ConnectedChannel) }) },
  errors: ['not_found', 'conflict', 'bad_gateway', 'unavailable', 'rate_limited'],
})

export const updateRemoteChannel = defineEndpoint({
  ...privileged,
  name: 'updateRemoteChannel',
  audit: 'connection.channel_updated',
  method: 'patch',
  path: '/api/v2/platform-connections/:platform/channels/:id',
  summary: 'Choose in which direction a channel’s messages cross.',
  description:
    '`both` unless it was changed. What was missed while it was `off` does not cross afterwards. From a private Parley channel nothing goes out to a channel that is public there, whatever is chosen: it is `paused` then, as `public`.',
  params: params.extend({ id: ChannelId }),
  body: z.strictObject({ direction: z.enum(directions) }),
  responses: { 200: ConnectedChannel },
  errors: ['not_found'],
})

export const receiveAppEvents = defineEndpoint({
  owner: 'integrations',
  auth: 'none',
  limit: 'platform_events',
  name: 'receiveAppEvents',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/events',
  summary: 'Where a platform posts the events of this deployment’s app, for all accounts in which it is installed.',
  description:
    'Slack’s, where the deployment has an app there; otherwise a 404. What is not signed with the app’s own secret, or is older than five minutes, is a 401. An event goes to every workspace that has connected its account (`team_id`) by this app, and to no other; where nobody has, it is acknowledged and forgotten. It is stored before it is acknowledged, and one that comes again is acknowledged and ignored.',
  params,
  raw: true,
  bodyLimitBytes: connectionLimits.eventBytes,
  responses: { 200: z.any() },
  errors: ['unauthorized', 'not_found', 'unavailable'],
})

export const receivePlatformEvents = defineEndpoint({
  owner: 'integrations',
  auth: 'none',
  limit: 'platform_events',
  name: 'receivePlatformEvents',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/events/:integrationId',
  summary: 'Where a platform posts its events to.',
  description:
    'Verified by the platform’s own signature scheme: what is not signed for this connection, or is older than five minutes, is a 401. An event is stored before it is acknowledged, and one that comes again is acknowledged and ignored. It answers what the platform expects, such as Slack’s `challenge`.',
  params: params.extend({ integrationId: ConnectionId }),
  query: z.object({
    validationToken: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .describe('Microsoft Graph’s: it is given back as text, and shows that somebody is there.'),
  }),
  raw: true,
  bodyLimitBytes: connectionLimits.eventBytes,
  responses: { 200: z.any() },
  errors: ['unauthorized', 'not_found', 'unavailable'],
})
