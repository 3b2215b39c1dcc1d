import { createHash } from 'node:crypto'
import { maxStoredBytes } from '@parley/contracts/messages/files'
import { OutsideError } from '@parley/kit/outside/error'
import { Webhook } from 'standardwebhooks'
import type {
  OutgoingMessage,
  PlatformClient,
  RemoteAuthor,
  RemoteEvent,
  RemoteMessage,
  Surroundings,
} from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { WebhookCredentials } from './credentials.ts'
import { type GivenPayload, Payload } from './payload.ts'

const sendMs = 15_000
/** Until the last byte of a file. */
const downloadMs = 10 * 60_000

/** Whom what is sent is from; what comes back from there is an echo. */
const selfId = 'parley'
const self = { id: selfId, name: 'Parley' }

/** Posts what happens here to the receiver's URL, and reads what it posts. */
export function createWebhookClient(
  { secret, url }: WebhookCredentials,
  { fetch }: Pick<Surroundings, 'fetch'>,
): PlatformClient {
  const signer = new Webhook(secret)

  async function post(id: string, payload: GivenPayload, signal: AbortSignal): Promise<void> {
    if (url === undefined) throw new PlatformError('rejected', 'It has no URL to send to.')
    const body = JSON.stringify(payload)
    const at = new Date()
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer.sign(id, at, body),
    }
    const response = await fetch(url, { method: 'POST', headers, body, signal, timeoutMs: sendMs }).catch(refuse)
    await response.body?.cancel()
    if (!response.ok) throw refusalOf(response)
  }

  const write = (id: string, channelId: string, message: OutgoingMessage, signal: AbortSignal, isEdit: boolean) =>
    post(
      isEdit ? `${id}:${Date.now()}` : id,
      {
        type: 'message',
        channel: { id: channelId },
        message: {
          id,
          thread_id: message.threadId,
          author: { id: selfId, name: message.author.name, avatar_url: message.author.avatarUrl },
          text: message.text,
          edited_at: isEdit ? new Date().toISOString() : null,
        },
      },
      signal,
    )

  const react = async (channelId: string, id: string, emoji: string, isAdded: boolean, signal: AbortSignal) =>
    post(
      `${id}:${encodeURIComponent(emoji)}:${Date.now()}`,
      {
        type: isAdded ? 'reaction.added' : 'reaction.removed',
        channel: { id: channelId },
        message_id: id,
        emoji,
        author: self,
      },
      signal,
    )

  return {
    async test() {
      // Another program has channels and messages of its own, whose ids may be the same.
      const id = createHash('sha256')
        .update(url ?? secret)
        .digest('base64url')
      return { id, name: url ?? 'Signed webhook', selfIds: [selfId], missingScopes: [] }
    },
    async *listChannels() {},
    sendsNothing: url === undefined,
    async interpret({ id, payload }) {
      const { success, data } = Payload.safeParse(payload)
      if (!success) throw new PlatformError('rejected', `${id} is no event that is understood here.`)
      return eventsOf(data)
    },
    async send(channelId, message, signal) {
      await write(message.key, channelId, message, signal, false)
      return [message.key]
    },
    async edit(channelId, [id], message, { signal }) {
      await write(id!, channelId, message, signal, true)
      return [id!]
    },
    remove: (channelId, [id], signal) =>
      post(`${id}:deleted`, { type: 'message.deleted', channel: { id: channelId }, id: id! }, signal),
    async openFile({ url: fileUrl }, signal) {
      const answer = await fetch(fileUrl, { signal, maxBytes: maxStoredBytes, timeoutMs: downloadMs }).catch(refuse)
      if (answer.ok && answer.body) return answer.body
      await answer.body?.cancel()
      const failure = refusalOf(answer)
      // Whoever keeps the file refuses it: the connection is not to blame.
      throw failure.isTemporary ? failure : new PlatformError('not_found', failure.detail)
    },
    react: (channelId, id, emoji, signal) => react(channelId, id, emoji, true, signal),
    unreact: (channelId, id, emoji, signal) => react(channelId, id, emoji, false, signal),
  }
}

/** The channel first: nothing else names it. */
function eventsOf(payload: Payload): RemoteEvent[] {
  const { id, name = id } = payload.channel
  const channel = { id, name, type: 'text', isPrivate: false, isArchived: false, topic: null, isMember: true }
  return [{ type: 'channel', channel }, eventOf(id, payload)]
}

function eventOf(channelId: string, payload: Payload): RemoteEvent {
  switch (payload.type) {
    case 'message':
      return { type: 'message', message: messageOf(channelId, payload.message) }
    case 'message.deleted':
      return { type: 'message_deleted', channelId, id: payload.id }
    default: {
      const { message_id: messageId, emoji, author, type } = payload
      const isAdded = type === 'reaction.added'
      return { type: 'reaction', channelId, messageId, emoji, author: authorOf(author), isAdded }
    }
  }
}

type SentMessage = Extract<Payload, { type: 'message' }>['message']

const messageOf = (channelId: string, { author, ...sent }: SentMessage): RemoteMessage => ({
  id: sent.id,
  channelId,
  threadId: sent.thread_id ?? null,
  author: authorOf(author),
  text: sent.text,
  files: sent.files.map(({ mime_type: mimeType, size, ...file }) => ({
    ...file,
    size: size ?? null,
    mimeType: mimeType ?? null,
  })),
  at: sent.at ? new Date(sent.at) : new Date(),
  editedAt: sent.edited_at ? new Date(sent.edited_at) : null,
  reactions: [],
  key: author.id === selfId ? sent.id : null,
})

const authorOf = ({ id, name, avatar_url: avatarUrl, is_bot: isBot }: SentMessage['author']): RemoteAuthor => ({
  id,
  name,
  avatarUrl: avatarUrl ?? null,
  isBot,
  isSelf: id === selfId,
})

function refuse(error: unknown): never {
  if (!(error instanceof OutsideError)) throw error
  const isTheirs = error.reason === 'timeout' || error.reason === 'unreachable'
  throw new PlatformError(isTheirs ? 'unavailable' : 'rejected', error.message, { cause: error })
}

function refusalOf({ status, headers }: Response): PlatformError {
  const words = `The receiver answered ${status}.`
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'))
    return new PlatformError('rate_limited', words, { retryAfterMs: (seconds > 0 ? seconds : 5) * 1_000 })
  }
  if (status >= 500 || status === 408) return new PlatformError('unavailable', words)
  return new PlatformError(status === 401 || status === 403 ? 'unauthorized' : 'rejected', words)
}
