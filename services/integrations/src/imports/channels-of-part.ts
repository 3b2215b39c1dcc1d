import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { shownName } from '../archives/shown-name.ts'
import type { Context, Db } from '../context.ts'
import { channelName } from '../domain/channel-name.ts'
import {
  type ChannelRow,
  createChannel,
  findGeneral,
  listChannelsOfPart,
  lockSourceChannel,
  type NewChannel,
  platformOf,
  saveSourceChannel,
  setArchived,
  setChannelId,
} from '../store/import-channels.ts'
import type { ImportRow } from '../store/imports.ts'

/** A channel of an archive, and what it is here. */
export type PlacedChannel = ChannelRow & { channel_id: string }

/** Why a part cannot be imported at all. */
export class NoPlace extends Error {
  override name = 'NoPlace'
}

/**
 * Makes sure that the channels of a part exist here, and can be written to.
 *
 * @throws NoPlace where one cannot be created
 */
export async function placeChannels(
  { db, outbox }: Pick<Context, 'db' | 'outbox'>,
  row: ImportRow,
  part: number,
  trace: Trace,
): Promise<PlacedChannel[]> {
  const ref = { workspaceId: row.workspace_id, id: row.id }
  const placed: PlacedChannel[] = []
  for (const channel of await listChannelsOfPart(db, ref, part)) {
    const channelId = await transaction(db, async (tx) => {
      const id = await placeChannel(tx, row, channel, trace)
      await setChannelId(tx, ref, channel.number, id)
      return id
    })
    placed.push({ ...channel, channel_id: channelId })
  }
  outbox.notify('channels')
  return placed
}

async function placeChannel(tx: Db, row: ImportRow, channel: ChannelRow, trace: Trace): Promise<string> {
  const { workspace_id: workspaceId, requested_by: by } = row
  const platform = platformOf(row.kind)
  const existing = await lockSourceChannel(tx, workspaceId, platform, channel.source_key)
  if (existing) {
    // What is archived there was archived here by an earlier import.
    if (existing.isArchived && channel.is_archived) await setArchived(tx, { workspaceId, ...existing }, false, trace)
    return existing.channelId
  }
  const id = channel.is_general
    ? await findGeneral(tx, workspaceId)
    : await createChannel(tx, { workspaceId, by }, newChannel(channel, platform), trace)
  if (!id) throw new NoPlace(`No channel can be created for ${channel.name}.`)
  await saveSourceChannel(tx, workspaceId, platform, channel.source_key, id)
  return id
}

function newChannel(channel: ChannelRow, platform: string): NewChannel {
  const name = channelName(channel.name, channel.source_key)
  const displayName = channel.display_name ?? (channel.name === name ? null : channel.name)
  return {
    name,
    suffix: platform,
    display_name: displayName === null ? null : shownName(displayName, name),
    description: textOf(channel.description, 1_000),
    topic: textOf(channel.topic, 250),
    is_private: channel.is_private,
    members: channel.members,
  }
}

/** A text as PostgreSQL and the contract take it; null for one that is empty. */
const textOf = (text: string | null, maxLength: number): string | null =>
  text
    ?.replaceAll('\0', '')
    .toWellFormed()
    .trim()
    .slice(0, maxLength)
    .replace(/[\ud800-\udbff]$/, '') || null
