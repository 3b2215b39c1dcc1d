import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { closeAfterwards } from '../close-afterwards.ts'
import { answerJson, type ReceivedRequest, startServer } from '../json-server.ts'
import { answerThrough, type CallFault, createFaults, type EventFault, type Faults } from './faults.ts'
import {
  TelegramChats,
  type TelegramEntity,
  type TelegramFile,
  type TelegramMessage,
  TelegramRefusal,
} from './telegram/chats.ts'
import { methods } from './telegram/methods.ts'
import { createUpdates } from './telegram/updates.ts'

/** A call as it was received, whatever became of it. */
export interface TelegramReceivedCall {
  method: string
  fields: Record<string, unknown>
}

/** A Telegram bot’s world, which speaks the Bot API with long polling and webhooks. People act in it by the methods here. */
export interface TelegramDouble {
  /** For TELEGRAM_API_URL. */
  readonly apiUrl: string
  readonly botToken: string
  readonly botUserId: number
  /** What goes wrong with calls, by the method’s name, and with updates, such as `message` and `edited_message`. */
  readonly faults: { calls: Faults<CallFault>; events: Faults<EventFault> }
  /** Calls as they were received, oldest first, whatever became of them. */
  readonly calls: readonly TelegramReceivedCall[]

  person(firstName: string, details?: { lastName?: string; username?: string }): number
  /** The bot is in it, as an administrator if not said otherwise. */
  group(
    title: string,
    options?: { type?: 'group' | 'supergroup' | 'channel'; isAdministrator?: boolean; username?: string },
  ): number
  post(
    chat: number,
    person: number,
    text: string,
    options?: {
      replyTo?: number
      entities?: TelegramEntity[]
      file?: { name: string; type?: string; bytes: Uint8Array }
    },
  ): number
  /** A person writes to the bot alone, which may answer from then on. */
  writeToBot(person: number, text: string): number
  edit(chat: number, message: number, text: string): void
  /** The bot is not notified. */
  remove(chat: number, message: number): void
  /** All that a person reacts with from now on. */
  react(chat: number, person: number, message: number, emoji: string[]): void
  rename(chat: number, title: string): void
  /** Gives it a public name, or takes it away: the bot is not notified, and sees it with the next update. */
  publish(chat: number, username: string | undefined): void
  /** Adds or removes the bot. */
  invite(chat: number): void
  kick(chat: number): void
  /** Makes a supergroup of a group: its other id. */
  migrate(chat: number): number
  /** What is there: every message that is not deleted, oldest first. */
  messages(chat: number): readonly Readonly<TelegramMessage>[]
  /** The bot’s token is refused from now on. */
  revokeToken(): void
  /** Once every update was delivered, or waits for whoever asks for it. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Starts the double on a free port of 127.0.0.1; closed by itself. An update that was refused is sent again after 1 s. */
export async function startTelegram({ retryAfterMs = 1_000 }: { retryAfterMs?: number } = {}): Promise<TelegramDouble> {
  const faults = { calls: createFaults<CallFault>(), events: createFaults<EventFault>() }
  const botToken = `1000001:${randomBytes(26).toString('base64url')}`
  const calls: TelegramReceivedCall[] = []
  const updates = createUpdates(faults.events, retryAfterMs)
  const chats = new TelegramChats(updates.deliver)
  let isRevoked = false

  async function run(method: string, fields: Record<string, unknown>, files: TelegramFile[]): Promise<unknown> {
    const list = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value) as string[] | undefined
    const allowed = list(fields.allowed_updates)
    if (method === 'getUpdates')
      return await updates.poll({
        offset: Number(fields.offset ?? 0),
        limit: Number(fields.limit ?? 100),
        timeout: Number(fields.timeout ?? 0),
        allowed_updates: allowed,
      })
    if (method === 'setWebhook' || method === 'deleteWebhook') {
      if (['true', true].includes(fields.drop_pending_updates as string | boolean)) updates.dropPending()
      const url = method === 'setWebhook' ? String(fields.url ?? '') : ''
      return updates.setWebhook(url, fields.secret_token as string | undefined, allowed)
    }
    if (method === 'getWebhookInfo') return updates.webhookInfo()
    const known = methods[method]
    if (!known) throw new TelegramRefusal(404, 'Not Found: method not found')
    return known({ chats, fields, files })
  }

  async function answer(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const [, file, token, rest = ''] = /^\/(file\/)?bot([^/]+)\/([^?]+)/.exec(request.path) ?? []
    const isGood = token === botToken && !isRevoked
    const found = file && isGood ? chats.files.get(rest.split('/').at(-1)!) : undefined
    if (found) return void response.writeHead(200, { 'content-length': found.bytes.length }).end(found.bytes)
    const { fields, files } = await contentOf(request)
    calls.push({ method: rest, fields })
    const refuse = ({ code, message: description, parameters }: TelegramRefusal) => ({
      status: code,
      body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
    })
    const give = ({ status, body }: { status: number; body: unknown }) => answerJson(response, status, body)
    await answerThrough(faults.calls.take(rest), response, {
      work: async () => {
        if (!isGood || file)
          return refuse(new TelegramRefusal(isGood ? 404 : 401, isGood ? 'Not Found' : 'Unauthorized'))
        try {
          return { status: 200, body: { ok: true, result: await run(rest, fields, files) } }
        } catch (error) {
          if (!(error instanceof TelegramRefusal)) throw error
          return refuse(error)
        }
      },
      give,
      limit: ({ retryAfterS: retry_after }) =>
        give(refuse(new TelegramRefusal(429, `Too Many Requests: retry after ${retry_after}`, { retry_after }))),
    })
  }

  const server = await startServer(answer)
  closeAfterwards({ close: async () => updates.close() })
  const chatOf = (id: number) => chats.chats.get(id)!
  const userOf = (id: number) => chats.users.get(id)!
  const messageOf = (chat: number, id: number) => chats.message(chatOf(chat), id, 'no such message')
  const operator = { id: 1, is_bot: false, first_name: 'Operator' }

  return {
    apiUrl: server.url,
    botToken,
    botUserId: chats.bot.id,
    faults,
    calls,
    person(first_name, { lastName: last_name, username } = {}) {
      const id = chats.newId()
      chats.users.set(id, { id, is_bot: false, first_name, last_name, username })
      chats.createChat({ id, type: 'private', title: first_name, isOpen: false })
      return id
    },
    group: (title, { type = 'supergroup', isAdministrator = true, username } = {}) =>
      chats.createChat({ type, title, isAdministrator, username }).id,
    post(chat, person, text, { replyTo, entities, file } = {}) {
      const kept = file && {
        ...{ id: randomBytes(12).toString('hex'), name: file.name, type: file.type ?? 'application/octet-stream' },
        bytes: Buffer.from(file.bytes),
      }
      return chats.post(chatOf(chat), { from: userOf(person), text, replyTo, entities, file: kept }).id
    },
    writeToBot(person, text) {
      chatOf(person).isOpen = true
      return chats.post(chatOf(person), { from: userOf(person), text }).id
    },
    edit: (chat, message, text) => chats.edit(chatOf(chat), messageOf(chat, message), { text, entities: [] }),
    remove: (chat, message) => chats.remove(chatOf(chat), messageOf(chat, message)),
    react: (chat, person, message, emoji) => chats.react(chatOf(chat), messageOf(chat, message), userOf(person), emoji),
    rename: (chat, title) => chats.rename(chatOf(chat), title, operator),
    publish(chat, username) {
      chatOf(chat).username = username
    },
    invite: (chat) => chats.setOpen(chatOf(chat), true, operator),
    kick: (chat) => chats.setOpen(chatOf(chat), false, operator),
    migrate: (chat) => chats.migrate(chatOf(chat), operator).id,
    messages: (chat) => chatOf(chat).messages,
    revokeToken() {
      isRevoked = true
    },
    settled: updates.settled,
    async close() {
      updates.close()
      await server.close()
    },
  }
}

/** Fields come as JSON, or in a form, where files do. */
async function contentOf({ headers, body, bytes }: ReceivedRequest) {
  const type = headers['content-type'] ?? ''
  const files: TelegramFile[] = []
  if (!type.startsWith('multipart/form-data')) {
    const isJson = type.startsWith('application/json')
    const given: Record<string, unknown> = isJson
      ? JSON.parse(body || '{}')
      : Object.fromEntries(new URLSearchParams(body))
    return { fields: given, files }
  }
  const fields: Record<string, unknown> = {}
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    else {
      const content = Buffer.from(await value.arrayBuffer())
      files.push({ id: randomBytes(12).toString('hex'), name: value.name, type: value.type, bytes: content })
    }
  }
  return { fields, files }
}
