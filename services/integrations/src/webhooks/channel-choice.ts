import { invalidInput } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import { findReadable } from './channels.ts'

/**
 * Checks the channels that somebody names for a webhook.
 *
 * @throws ServiceError 400 that names each which they cannot read, or that is a direct message
 */
export async function requireChannels(
  db: Db,
  reader: { workspaceId: string; userId: string },
  channelIds: readonly string[] | null,
): Promise<void> {
  if (channelIds === null) return
  const readable = await findReadable(db, reader, channelIds)
  const refused = channelIds.flatMap((id, index) => {
    const channel = readable.get(id)
    if (channel && !channel.isDirect) return []
    const message = channel ? 'A direct message is sent to no webhook.' : 'There is no such channel.'
    return [{ path: `channelIds.${index}`, message }]
  })
  if (refused.length > 0) throw invalidInput(refused)
}
