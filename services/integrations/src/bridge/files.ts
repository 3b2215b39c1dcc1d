import { maxStoredBytes, readFile } from '@parley/contracts/messages/files'
import { maxAttachments, type StoredMessage } from '@parley/contracts/messages/message'
import { type Trace, traceFrom } from '@parley/kit/trace'
import type { ConnectionRow } from '../connections/connection.ts'
import type { Context } from '../context.ts'
import type { OutgoingFile, PlatformClient, RemoteFile } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { RefusedFile } from '../platforms/refused-file.ts'
import { isRefusedFile, storeInChannel } from '../store-in-channel.ts'

/** As long as a file takes that goes out slowly; what sends it has a limit of its own. */
const readMs = 600_000

interface Storing {
  ctx: Context
  connection: ConnectionRow
  client: PlatformClient
  channelId: string
  trace: Trace
  signal: AbortSignal
  /** A file that cannot be had now is left: it has failed often enough. */
  isLastTry?: boolean
}

/**
 * Keeps files of a platform's here, for a message of a channel, through the disk.
 *
 * @returns their ids, and the names of those that cannot be kept: too many, too large, or gone
 */
export async function storeFiles(
  storing: Storing,
  files: readonly RemoteFile[],
): Promise<{ ids: string[]; left: string[] }> {
  const ids: string[] = []
  const left: string[] = []
  for (const file of files) {
    const id = ids.length < maxAttachments ? await storeOne(storing, file) : undefined
    if (id === undefined) left.push(file.name)
    else ids.push(id)
  }
  return { ids, left }
}

async function storeOne(storing: Storing, file: RemoteFile): Promise<string | undefined> {
  const { ctx, connection, client, channelId, trace, signal, isLastTry } = storing
  const { workspaceId } = connection
  if (!client.openFile || (file.size ?? 0) > maxStoredBytes) return undefined
  try {
    const content = buffers(await client.openFile(file, signal))
    return await storeInChannel(ctx, { workspaceId, channelId, trace, signal }, { name: file.name, content })
  } catch (error) {
    if (!isFinal(error) && !isLastTry) throw error
    ctx.log.info({ err: error, file: file.id }, 'a file is not kept')
    return undefined
  }
}

/** Trying again would not help. */
const isFinal = (error: unknown): boolean =>
  isRefusedFile(error) ||
  (error instanceof PlatformError && (error.failure === 'not_found' || error.failure === 'rejected'))

async function* buffers(stream: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.from(chunk)
}

/** The files of a message from here, read as they are sent, whoever is a member of its channel by now. */
export const outgoingFiles = (
  { messaging }: Context,
  { workspaceId, connectedBy: userId }: ConnectionRow,
  { attachments }: StoredMessage,
): OutgoingFile[] =>
  (attachments ?? []).map(({ id, name, size, type }) => ({
    name,
    size,
    mimeType: type,
    async open(signal) {
      const acting = { workspaceId, userId, trace: traceFrom(undefined, undefined), signal, timeoutMs: readMs }
      const { body } = await messaging.open(readFile, { id, goes_out: true }, acting).catch((cause) => {
        throw isRefusedFile(cause) ? new RefusedFile({ name }, { cause }) : cause
      })
      if (!body) throw new Error('A file came without its bytes.')
      return body
    },
  }))
