import type { Connection, Connection as ConnectionShape } from '@parley/contracts/connections/connection'
import type { PlatformName } from '@parley/contracts/connections/platform'
import { encodeId } from '@parley/contracts/type-id'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import type { PlatformConfig } from '../platforms/config.ts'
import type { Platform } from '../platforms/platform.ts'
import { platformOf } from '../platforms/registry.ts'
import type { ConnectionRow } from './connection.ts'
import type { RemoteChannelRow } from './remote-channels.ts'

/** Where a platform posts a connection's events to. */
export const eventsUrlOf = (publicOrigin: string, platform: PlatformName, id: string): string =>
  `${publicOrigin}/api/v2/platform-connections/${platform}/events/${encodeId('int', id)}`

/** Where it posts the events of this deployment’s app, for all accounts in which it is installed. */
const appEventsUrlOf = (publicOrigin: string, platform: PlatformName): string =>
  `${publicOrigin}/api/v2/platform-connections/${platform}/events`

/** A channel as it is answered to somebody who can read these channels. */
export const channelResource = (
  { topic: _, isMade: __, remoteCreatedAt: ___, ...channel }: RemoteChannelRow,
  names: ReadonlyMap<string, string>,
) => ({ ...channel, channelName: names.get(channel.id) ?? null })

/** What waits to be applied. */
export interface Queue {
  queued: number
  oldestQueuedAt: string | null
}

interface Surroundings extends Pick<Context, 'publicOrigin' | 'config' | 'clients'> {
  /** Of the channels that whoever asks can read, by id. */
  names: ReadonlyMap<string, string>
}

/** A connection as it is answered. */
export function connectionResource(
  connection: ConnectionRow,
  channels: readonly RemoteChannelRow[],
  queue: Queue,
  { publicOrigin, config, clients, names }: Surroundings,
): z.input<typeof ConnectionShape> {
  const { id, platform, accountId, accountName } = connection
  return {
    id,
    platform,
    displayName: platformOf(platform).displayName,
    status: connection.status,
    account: accountId === null ? null : { id: accountId, name: accountName ?? accountId },
    config: configOf(connection, channels),
    channels: channels.map((channel) => channelResource(channel, names)),
    connectedAt: connection.connectedAt,
    lastSyncAt: connection.lastSyncAt,
    lastEventAt: connection.lastEventAt,
    lastError: connection.lastError,
    health: {
      ...queue,
      missing: connection.missing,
      comparedAt: connection.comparedAt,
      unconfirmed: connection.unconfirmed,
      leftOut: connection.leftOut,
    },
    eventsUrl: isOfApp(connection, { config, clients })
      ? appEventsUrlOf(publicOrigin, platform)
      : eventsUrlOf(publicOrigin, platform, id),
    ...traitsOf(platformOf(platform), config),
  }
}

/** Whether its events come to this deployment’s app: an app has one address. */
function isOfApp(connection: ConnectionRow, { config, clients }: Pick<Surroundings, 'config' | 'clients'>): boolean {
  const { isGranted, oauth } = platformOf(connection.platform)
  if (connection.credentials === null || !isGranted || !oauth?.(config)?.receive) return false
  try {
    return isGranted(clients.credentialsOf(connection))
  } catch {
    return false // Its key is gone: `lastError` says so once it is used.
  }
}

/** What a connection is set to; channels that are not known yet are shown as they were named. */
export const configOf = (
  { ingestMessages, autoReply, awaitedChannels }: ConnectionRow,
  channels: readonly RemoteChannelRow[],
): Connection['config'] => ({
  ingestMessages,
  autoReply,
  selectedChannels: [...channels.filter(({ isSelected }) => isSelected).map(({ name }) => name), ...awaitedChannels],
})

/** What a platform can do, and what connecting it takes. */
export const traitsOf = (platform: Platform, config: PlatformConfig) => ({
  features: featuresOf(platform),
  credentials: [...platform.fields],
  scopes: [...platform.scopes],
  events: [...(platform.events ?? [])],
  oauth: oauthOf(platform, config),
})

/** Whether its app can be installed here in place of entering credentials. */
function oauthOf({ oauth }: Platform, config: PlatformConfig) {
  if (!oauth) return 'not_supported' as const
  return oauth(config) ? ('available' as const) : ('not_configured' as const)
}

/** What a platform can do, in words that people are shown. */
function featuresOf({ capabilities }: Platform) {
  const { threads, files, history, reactions, edits, deletes } = capabilities
  const some = (direction: { in: boolean; out: boolean }) => direction.in || direction.out
  return [
    'messages' as const,
    'channels' as const,
    ...(threads ? ['threads' as const] : []),
    ...(some(files) ? ['files' as const] : []),
    ...(some(reactions) ? ['reactions' as const] : []),
    ...(some(edits) ? ['edits' as const] : []),
    ...(some(deletes) ? ['deletes' as const] : []),
    ...(history ? ['history' as const] : []),
  ]
}
