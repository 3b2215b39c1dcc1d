import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { AccountKey, RemoteChannelRow } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import { channelName } from '../domain/channel-name.ts'

/**
 * Makes the Parley channel of a platform's, unless it is there. After the commit the outbox of channels is notified.
 *
 * @param person whose it is, where it is private the only member
 * @returns whether it is there now
 */
export async function makeChannel(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  channel: RemoteChannelRow,
  person: string,
  trace: Trace,
): Promise<boolean> {
  if (channel.isMade) return true
  const wanted = {
    name: channelName(channel.name, platform),
    suffix: platform,
    display_name: channel.name.slice(0, 100),
    topic: channel.topic?.slice(0, 250) ?? null,
    is_private: channel.isPrivate,
  }
  const { rows } = await sql<{ outcome: string }>`
    select outcome from channels.create_connected(${workspaceId}, ${channel.id}, ${JSON.stringify(wanted)}::jsonb, ${person},
      ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  const { outcome } = rows[0]!
  if (outcome !== 'created' && outcome !== 'exists') return false
  await tx
    .updateTable('remote_channels')
    .set({ is_made: true })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('id', '=', channel.id)
    .execute()
  return true
}
