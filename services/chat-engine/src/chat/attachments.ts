import type { sendChat } from '@parley/contracts/chat/chat'
import type { ParsedOf } from '@parley/contracts/endpoint'
import { FileId } from '@parley/contracts/ids'
import { readFile } from '@parley/contracts/messages/files'
import { DocumentError } from '@parley/documents/error'
import type { Extractor } from '@parley/documents/extractor'
import { ServiceError } from '@parley/kit/errors'
import { OutsideError } from '@parley/kit/outside/error'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import type { ServiceClient } from '@parley/kit/service-client'
import type { Trace } from '@parley/kit/trace'
import { unreadAttachment } from '../engines/given-sources.ts'
import type { Destination } from '../runs/run.ts'

/** An attachment as it came with the question. */
export type Attachment = NonNullable<ParsedOf<typeof sendChat>['body']['attachments']>[number]

/** Bytes of one attachment, and characters of its text and of all texts together, that a turn is given. */
const maxBytes = 25 * 1024 * 1024
const maxLength = 40_000
const maxLengthTogether = 100_000
/** Of one attachment: on a busy machine reading starts late. */
const timeoutMs = 45_000

export interface AttachedText {
  name: string
  text: string
}

export interface AttachmentReader {
  messaging: Pick<ServiceClient<'messaging'>, 'open'>
  outside: Pick<OutsideFetch, 'fetch'>
  extractor: Extractor
  /** Where people reach this deployment: its own files are read from messaging. */
  publicUrl: string
}

/** On whose behalf attachments are read. */
export interface AttachmentScope {
  workspaceId: string
  userId: string
  /** Where the answer goes. */
  destination: Destination
  trace: Trace
}

/**
 * The texts of attachments, one after the other: files of this deployment as far as the person may read them, and in a
 * channel everyone who reads the answer, others by their URL. What cannot be read says so in place of its text, so that the answer can.
 */
export async function readAttachments(
  reader: AttachmentReader,
  attachments: readonly Attachment[],
  scope: AttachmentScope,
  signal: AbortSignal,
): Promise<AttachedText[]> {
  const read: AttachedText[] = []
  let left = maxLengthTogether
  for (const attachment of attachments) {
    const text =
      left > 0
        ? await textOf(reader, attachment, scope, signal)
        : unreadAttachment('the attachments before it are long')
    const kept = text.slice(0, Math.min(left, maxLength)).toWellFormed()
    left -= kept.length
    read.push({ name: attachment.name, text: kept.length < text.length ? `${kept}…` : kept })
  }
  return read
}

async function textOf(
  reader: AttachmentReader,
  attachment: Attachment,
  scope: AttachmentScope,
  signal: AbortSignal,
): Promise<string> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    const response = await open(reader, attachment, scope, ending)
    if (!response.ok) return unreadAttachment(`its server answered ${response.status}`)
    if (Number(response.headers.get('content-length')) > maxBytes) return unreadAttachment('it has more than 25 MB')
    const bytes = Buffer.from(await response.arrayBuffer())
    const { name, type = response.headers.get('content-type') ?? '' } = attachment
    const { text } = await reader.extractor.extract(
      { bytes, name, type },
      { workspace: scope.workspaceId, signal: ending },
    )
    return text
  } catch (error) {
    signal.throwIfAborted()
    return unreadAttachment(reasonOf(error))
  }
}

/** A file of this deployment's, by the id in its URL, or whatever is at the URL. */
function open(
  { messaging, outside, publicUrl }: AttachmentReader,
  { url }: Attachment,
  { workspaceId, userId, destination, trace }: AttachmentScope,
  signal: AbortSignal,
): Promise<Response> {
  const place = new URL(url, publicUrl)
  const [, segment] = place.pathname.match(/^\/api\/v2\/files\/([^/]+)\//) ?? []
  const { data: id } = FileId.safeParse(segment)
  if (place.origin === new URL(publicUrl).origin && id !== undefined) {
    const channel = 'channelId' in destination ? { destination_channel_id: destination.channelId } : {}
    return messaging.open(readFile, { id, ...channel }, { workspaceId, userId, trace, signal })
  }
  return outside.fetch(place, { maxBytes, timeoutMs, signal })
}

function reasonOf(error: unknown): string {
  if (error instanceof DocumentError || error instanceof OutsideError) return error.message.replace(/\.$/, '')
  if (error instanceof ServiceError && error.code === 'not_found') return 'there is no such file'
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'it took too long'
  return 'something went wrong'
}
