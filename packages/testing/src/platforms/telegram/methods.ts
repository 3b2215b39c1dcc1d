import {
  chatResource,
  documentOf,
  type TelegramChats,
  type TelegramEntity,
  type TelegramFile,
  TelegramRefusal,
} from './chats.ts'
import { parseHtml } from './markup.ts'

/** A call of the Bot API: fields of a form are text, JSON where they are more. */
export interface TelegramCall {
  chats: TelegramChats
  fields: Record<string, unknown>
  files: TelegramFile[]
}

const limits = { text: 4_096, caption: 1_024, file: 20 * 1024 * 1024 }

function json<T>(value: unknown): T | undefined {
  return typeof value === 'string' ? (JSON.parse(value) as T) : (value as T | undefined)
}

function contentOf({ fields }: TelegramCall, field: 'text' | 'caption') {
  const given = String(fields[field] ?? '')
  const entities = json<TelegramEntity[]>(fields[field === 'text' ? 'entities' : 'caption_entities']) ?? []
  const content = fields.parse_mode === 'HTML' ? parseHtml(given) : { text: given, entities }
  if (content.text.length > limits[field]) throw new TelegramRefusal(400, `Bad Request: ${tooLong[field]}`)
  return { ...content, text: content.text.trim() }
}

const tooLong = { text: 'message is too long', caption: 'message caption is too long' }

/** The message that is answered, where it is still there or need not be. */
function replyOf(call: TelegramCall): number | undefined {
  const { chats, fields } = call
  const reply = json<{ message_id: number; allow_sending_without_reply?: boolean }>(fields.reply_parameters)
  if (!reply) return undefined
  const found = chats.open(fields.chat_id).messages.some(({ id }) => id === reply.message_id)
  if (!found && !reply.allow_sending_without_reply)
    throw new TelegramRefusal(400, 'Bad Request: message to be replied not found')
  return found ? reply.message_id : undefined
}

function ownMessage({ chats, fields }: TelegramCall, refusal: string, foreign: string) {
  const chat = chats.open(fields.chat_id)
  const message = chats.message(chat, fields.message_id, refusal)
  if (message.from !== chats.bot) throw new TelegramRefusal(400, `Bad Request: ${foreign}`)
  return { chat, message }
}

function editText(call: TelegramCall, field: 'text' | 'caption') {
  const { chat, message } = ownMessage(call, 'message to edit not found', "message can't be edited")
  const content = contentOf(call, field)
  if (field === 'text' && content.text === '') throw new TelegramRefusal(400, 'Bad Request: message text is empty')
  if (content.text === message.text)
    throw new TelegramRefusal(400, 'Bad Request: message is not modified: specified new message content is the same')
  call.chats.edit(chat, message, content)
  return call.chats.shown(message, chat)
}

function remove({ chats, fields }: TelegramCall, ids: readonly unknown[]): true {
  const chat = chats.open(fields.chat_id)
  for (const id of ids) chats.remove(chat, chats.message(chat, id, 'message to delete not found'))
  return true
}

/** The methods of the Bot API that the double has, but for those about updates. */
export const methods: Record<string, (call: TelegramCall) => unknown> = {
  getMe: ({ chats }) => ({
    ...chats.bot,
    ...{ can_join_groups: true, can_read_all_group_messages: true, supports_inline_queries: false },
  }),
  getChat: ({ chats, fields }) => chatResource(chats.open(fields.chat_id)),
  sendMessage: (call) => {
    const { chats, fields } = call
    const chat = chats.open(fields.chat_id)
    const content = contentOf(call, 'text')
    if (content.text === '') throw new TelegramRefusal(400, 'Bad Request: message text is empty')
    return chats.shown(chats.post(chat, { from: chats.bot, replyTo: replyOf(call), ...content }), chat)
  },
  sendDocument: (call) => {
    const { chats, fields, files } = call
    const chat = chats.open(fields.chat_id)
    const [file] = files
    if (!file) throw new TelegramRefusal(400, 'Bad Request: there is no document in the request')
    const message = { from: chats.bot, replyTo: replyOf(call), ...contentOf(call, 'caption'), file }
    return chats.shown(chats.post(chat, message), chat)
  },
  editMessageText: (call) => editText(call, 'text'),
  editMessageCaption: (call) => editText(call, 'caption'),
  deleteMessage: (call) => remove(call, [call.fields.message_id]),
  deleteMessages: (call) => remove(call, json<unknown[]>(call.fields.message_ids) ?? []),
  setMessageReaction: ({ chats, fields }) => {
    const chat = chats.open(fields.chat_id)
    const message = chats.message(chat, fields.message_id, 'message to react not found')
    const emoji = (json<{ type: string; emoji: string }[]>(fields.reaction) ?? []).map((reaction) => reaction.emoji)
    // A bot has one reaction on a message, of those that Telegram offers.
    if (emoji.length > 1) throw new TelegramRefusal(400, 'Bad Request: REACTIONS_TOO_MANY')
    if (emoji.some((each) => !offered.has(each))) throw new TelegramRefusal(400, 'Bad Request: REACTION_INVALID')
    chats.react(chat, message, chats.bot, emoji)
    return true
  },
  getFile: ({ chats, fields }) => {
    const file = chats.files.get(String(fields.file_id))
    if (!file) throw new TelegramRefusal(400, 'Bad Request: invalid file_id')
    if (file.bytes.length > limits.file) throw new TelegramRefusal(400, 'Bad Request: file is too big')
    const { file_id, file_unique_id, file_size } = documentOf(file)
    return { file_id, file_unique_id, file_size, file_path: `documents/${file.id}` }
  },
  leaveChat: ({ chats, fields }) => {
    chats.open(fields.chat_id).isOpen = false
    return true
  },
}

/** Some of the emoji that may be reacted with. */
const offered = new Set(['👍', '👎', '❤', '🔥', '🥰', '👏', '😁', '🤔', '🎉', '🤩', '🙏', '👌', '🤝', '👀', '💯', '🚫'])
