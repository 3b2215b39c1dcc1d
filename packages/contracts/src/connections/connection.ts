import * as z from 'zod'
import { Time } from '../fields.ts'
import { typeId } from '../ids.ts'
import { Platform } from './platform.ts'

/** Bounds of what a connection is given and shows. */
export const connectionLimits = {
  /** Names or ids of channels in `selectedChannels`. */
  selectedChannels: 1_000,
  /** Channels that are kept of one account; what a platform has beyond them is not shown. */
  channels: 10_000,
  /** Characters of one credential. */
  credential: 4_096,
  /** Bytes of an event that a platform posts. */
  eventBytes: 1024 * 1024,
} as const

/**
 *   needs_credentials  it was connected without them: `PUT …/credentials` gives them
 *   connected          it works
 *   degraded           it works, but messages are missing or late: `health` says what
 *   error              the platform refuses or cannot be reached: `lastError` says why
 *   revoked            its token was revoked, or its app removed: `PUT …/credentials` repairs it
 */
export const connectionStatuses = ['needs_credentials', 'connected', 'degraded', 'error', 'revoked'] as const
export type ConnectionStatus = (typeof connectionStatuses)[number]

/** Whether messages cross, and in which direction: `in` from the platform, `out` to it. */
export const directions = ['in', 'out', 'both', 'off'] as const
export type BridgeDirection = (typeof directions)[number]

/**
 * Why nothing of a channel crosses for now:
 *
 *   archived  the Parley channel is archived: it goes on once that is taken back
 *   private   it has become private there, and the Parley channel is public: it goes on once it is public there again; once it
 *             was deselected and is selected anew, a private channel is made here
 *   public    it has become public there, and goes out from a private Parley channel: it goes on once it is private there again,
 *             or comes in alone; once it was deselected and is selected anew, a public channel is made here
 *   deleted   the Parley channel was deleted: once it was deselected and is selected anew, another is made
 */
export const channelPauses = ['archived', 'private', 'public', 'deleted'] as const
export type ChannelPause = (typeof channelPauses)[number]

export const ConnectionConfig = z.object({
  ingestMessages: z.boolean(),
  selectedChannels: z.array(z.string()).describe('The channels’ names as they are now.'),
  autoReply: z.boolean(),
})

/** A channel of the platform that was discovered. */
export const ConnectedChannel = z
  .object({
    id: typeId('ch').describe(
      'The Parley channel has the same id once something of it is here. Stable, unless it becomes private or public there: see `paused`.',
    ),
    channelName: z
      .string()
      .nullable()
      .describe(
        'What the Parley channel is called; null until something of it is here, and where the caller cannot read it.',
      ),
    name: z.string(),
    type: z.string().describe('The platform’s own word, such as `text`, `private` or `dm`.'),
    remoteId: z.string().describe('Its id there.'),
    isPrivate: z.boolean(),
    isSelected: z.boolean(),
    direction: z.enum(directions).describe('What crosses once it is selected.'),
    state: z
      .enum(['open', 'archived', 'gone'])
      .describe('`gone` where it was deleted there, or our account was removed from it.'),
    paused: z
      .enum(channelPauses)
      .nullable()
      .describe(
        'Why nothing crosses for now: the Parley channel is archived or deleted, it has become `private` there while the Parley channel is public, or `public` there while it goes out from a private Parley channel, of which nothing goes there unless somebody chooses so. `public` ends with `direction` `in`, and then nothing goes out. Deselected and selected again, all but an archived one get another channel here, `private` a private one, `public` a public one.',
      ),
    missing: z.int().describe('Of its newest messages, those that only one side has.'),
  })
  .meta({ id: 'ConnectedChannel' })

/** What went wrong the last time, as a person can read and repair it. */
const ConnectionProblem = z.object({
  code: z.enum([
    'rate_limited',
    'unavailable',
    'unauthorized',
    'missing_scope',
    'channel_gone',
    'archived',
    'not_found',
    'rejected',
  ]),
  message: z.string(),
  at: Time,
})

const CredentialField = z.object({
  name: z.string(),
  label: z.string(),
  isSecret: z.boolean(),
  isRequired: z.boolean(),
  help: z.string(),
})

/** What a platform can do, and what connecting it takes. */
const traits = {
  features: z.array(z.enum(['messages', 'channels', 'threads', 'files', 'reactions', 'edits', 'deletes', 'history'])),
  credentials: z.array(CredentialField).describe('What `config.credentials`, or `PUT …/credentials`, takes.'),
  scopes: z.array(z.string()).describe('What its app must be allowed to do there.'),
  events: z
    .array(z.string())
    .describe('What its app must subscribe to there, at `eventsUrl`; empty where nobody needs to.'),
  oauth: z
    .enum(['available', 'not_configured', 'not_supported'])
    .describe('Whether its app can be installed by `…/oauth/start`: not where this deployment has none there.'),
}

export const Connection = z
  .object({
    id: typeId('int'),
    platform: Platform,
    displayName: z.string(),
    status: z.enum(connectionStatuses),
    account: z.object({ id: z.string(), name: z.string() }).nullable().describe('Whose account it is there.'),
    config: ConnectionConfig,
    channels: z.array(ConnectedChannel),
    connectedAt: Time,
    lastSyncAt: Time.nullable().describe('When a message last crossed, by the bridge or an import.'),
    lastEventAt: Time.nullable().describe('When the platform last sent an event.'),
    lastError: ConnectionProblem.nullable(),
    health: z.object({
      queued: z.int().describe('Events that have arrived and are not applied yet.'),
      oldestQueuedAt: Time.nullable(),
      missing: z.int().nullable().describe('Of the newest messages, those that only one side has; null: not compared.'),
      comparedAt: Time.nullable(),
      unconfirmed: z
        .int()
        .describe(
          'Messages whose sending was cut off, where the platform does not show whether they have arrived: they are not sent again.',
        ),
      leftOut: z
        .int()
        .describe(
          'Messages that did not cross, in either direction: refused, or failing again and again while the platform worked.',
        ),
    }),
    eventsUrl: z
      .string()
      .describe(
        'Where the platform posts its events to. Of an app that was installed by OAuth, its one address for all accounts.',
      ),
    ...traits,
  })
  .meta({ id: 'PlatformConnection' })
export type Connection = z.input<typeof Connection>

/** How a connection does. */
export const ConnectionCondition = Connection.pick({
  id: true,
  platform: true,
  displayName: true,
  status: true,
  lastError: true,
})
  .extend({ missing: Connection.shape.health.shape.missing })
  .meta({ id: 'ConnectionCondition' })

/** A platform that is not connected yet, and what connecting it takes. */
export const AvailablePlatform = z
  .object({
    platform: Platform,
    displayName: z.string(),
    status: z.literal('available'),
    ...traits,
  })
  .meta({ id: 'AvailablePlatform' })

/** How a test of the credentials went. */
export const ConnectionTest = z.discriminatedUnion('success', [
  z.object({
    success: z.literal(true),
    account: z.object({ id: z.string(), name: z.string() }),
    missingScopes: z.array(z.string()),
  }),
  z.object({ success: z.literal(false), error: ConnectionProblem.omit({ at: true }) }),
])
export type ConnectionTest = z.output<typeof ConnectionTest>

/** A platform's credentials in a request; which fields there are is in `available`. */
export const GivenCredentials = z
  .record(z.string().max(50), z.string().max(connectionLimits.credential))
  .refine((fields) => Object.keys(fields).length <= 20, 'Must have at most 20 fields.')
