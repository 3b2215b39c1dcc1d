import { openAsBlob } from 'node:fs'
import { maxStoredBytes, storeFile } from '@parley/contracts/messages/files'
import { spool } from '@parley/files/spool'
import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import type { Context } from './context.ts'

/** A file is larger than any that is kept here. */
class TooLarge extends Error {}

/** A channel in which something is stored: for nobody, so that it takes no person's share, and nobody has to be a member. */
export interface StoringPlace {
  workspaceId: string
  channelId: string
  trace: Trace
  signal: AbortSignal
}

/**
 * Stores a file for a message of a channel, through the disk: never is a whole file in memory.
 *
 * @returns its id, for `file_ids` of the message
 * @throws what `isRefusedFile` knows, where it is none that can be kept; anything else is to be tried again
 */
export async function storeInChannel(
  { spool: folders, messaging }: Pick<Context, 'spool' | 'messaging'>,
  { workspaceId, channelId, trace, signal }: StoringPlace,
  { name, content }: { name: string; content: AsyncIterable<Buffer> },
): Promise<string> {
  return folders.within({ workspace: workspaceId }, async (folder) => {
    const { path } = await spool({ name, content: bounded(content) }, folder)
    const input = { files: [new File([await openAsBlob(path)], name)], channel_id: channelId }
    return (await messaging.call(storeFile, input, { workspaceId, userId: null, trace, signal })).data.id
  })
}

/** Whether a file is none that can be kept: trying again would not help. */
export const isRefusedFile = (error: unknown): boolean =>
  error instanceof TooLarge || (error instanceof ServiceError && finalCodes.has(error.code))

/** Its channel is gone or archived, or it is no file that is taken here. */
const finalCodes = new Set(['not_found', 'forbidden', 'conflict', 'invalid_input', 'payload_too_large'])

async function* bounded(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > maxStoredBytes) throw new TooLarge('A file is larger than what is kept here.')
    yield chunk
  }
}
