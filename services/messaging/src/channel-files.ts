import type { ChannelType } from '@parley/contracts/channels/channel'
import { downloadFile, unattachedLimits } from '@parley/contracts/messages/files'
import { createFiles, type Files, openFiles } from '@parley/files/files'
import type { FileOwner } from '@parley/files/owner'
import { signAnswers } from '@parley/files/sign-answers'
import type { MayRead } from '@parley/files/store/reading'
import type { UrlSigner } from '@parley/files/url-signer'
import { actingUser } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { TransformResponse } from '@parley/kit/http'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { expressionBuilder, sql } from 'kysely'
import type { Config } from './config.ts'
import { archived, noSuchChannel } from './domain/refusals.ts'
import type { DB } from './schema.ts'

interface Channel {
  channelType: ChannelType
}

export type ChannelFiles = Files<DB, Channel>

/** The files of channels' messages: who may post to a channel uploads to it, who may read it reads its files. */
export const createChannelFiles = (runtime: ServiceRuntime<DB>, config: Config): ChannelFiles =>
  createFiles(openFiles(runtime, config, unattachedLimits), {
    download: downloadFile,
    unattached: unattachedLimits,
    mayUpload,
    mayStore,
    mayRead,
  })

/** What comes in from another platform is its channel's, whoever is a member of that by now. */
const mayStore: FileOwner<DB, Channel>['mayStore'] = async (db, { workspaceId, placeId: channelId }, service) => {
  if (service !== 'integrations')
    throw new ServiceError('forbidden', 'Only what receives messages from other platforms stores files for nobody.')
  const channel = await db
    .selectFrom('channels.states')
    .select(['channel_type as channelType', 'is_archived as isArchived'])
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .$castTo<Channel & { isArchived: boolean }>()
    .executeTakeFirst()
  if (!channel) throw noSuchChannel()
  if (channel.isArchived) throw archived()
  return channel
}

const mayUpload: FileOwner<DB, Channel>['mayUpload'] = async (
  db,
  { workspaceId, placeId: channelId },
  { kind, id },
) => {
  const channel =
    kind === 'user' &&
    (await db
      .selectFrom('channels.access')
      .select(['channel_type as channelType', 'is_archived as isArchived'])
      .where('workspace_id', '=', workspaceId)
      .where('channel_id', '=', channelId)
      .where('user_id', '=', id)
      .executeTakeFirst())
  if (!channel) throw noSuchChannel()
  if (channel.isArchived) throw archived()
  return channel
}

const mayRead: MayRead = ({ workspaceId, placeId: channelId }, reader) => {
  const eb = expressionBuilder<DB>()
  if (reader.kind === 'visitor') return eb.lit(false)
  if (reader.kind === 'room')
    return eb(
      eb
        .selectFrom('channels.departures as d')
        .select(
          sql<boolean>`coalesce(${reader.signedAt} > extract(epoch from d.departed_at), true)`.as(
            'is_before_departures',
          ),
        )
        .where('d.workspace_id', '=', workspaceId)
        .where('d.channel_id', '=', channelId),
      '=',
      sql.lit(true),
    )
  // A subquery with a limit is looked up for this file; `exists` may be planned over everybody's access.
  return eb(
    eb
      .selectFrom('channels.access as a')
      .select('a.channel_id')
      .where('a.workspace_id', '=', workspaceId)
      .where('a.channel_id', '=', channelId)
      .where('a.user_id', '=', reader.id)
      .limit(sql.lit(1)),
    'is not',
    null,
  )
}

/** As `mayRead`, for an answer in a channel: everyone who can read that must be able to read the file's channel, too. */
export const mayQuoteIn =
  (destination: string): MayRead =>
  (file, reader) => {
    const eb = expressionBuilder<DB>()
    const { workspaceId, placeId } = file
    const readers = [eb.val(workspaceId), eb.val(destination), eb.val(placeId)]
    return eb.and([mayRead(file, reader), eb.fn<boolean>('channels.readers_can_read', readers)])
  }

/** In place of `mayRead`, for what goes to another platform with its channel's messages, whoever is in that by now. */
export const mayGoOut: MayRead = ({ workspaceId, placeId, holderId }) => {
  const eb = expressionBuilder<DB>()
  const isOutward = eb.exists(
    eb
      .selectFrom('integrations.outward_channels as o')
      .select('o.channel_id')
      .where('o.workspace_id', '=', workspaceId)
      .where('o.channel_id', '=', placeId),
  )
  return eb.and([eb(holderId, 'is not', null), isOutward])
}

/** Signs the attachments of every answer for its reader, who may be somebody that the caller acts for. */
export const signChannelFiles = (urls: UrlSigner): TransformResponse =>
  signAnswers(urls, ({ caller, query, body }) => {
    const { user_id: userId } = { ...query, ...(body as object | undefined) } as { user_id?: string | null }
    return caller?.kind === 'user' ? { kind: 'user', id: actingUser(caller, userId) } : undefined
  })
