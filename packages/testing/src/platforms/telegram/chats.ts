/** A user of Telegram, or the bot. */
export interface TelegramUser {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
}

export interface TelegramChat {
  id: number
  type: 'private' | 'group' | 'supergroup' | 'channel'
  title: string
  /** By which everybody finds it, where it is public. */
  username?: string | undefined
  /** Whether the bot is in it, or may write to the person. */
  isOpen: boolean
  /** Reactions are delivered to administrators alone. */
  isAdministrator: boolean
  /** What it has become, once it was a group. */
  migratedTo: number | undefined
  /** Oldest first. */
  messages: TelegramMessage[]
}

export interface TelegramEntity {
  type: string
  offset: number
  length: number
  url?: string
  language?: string
  user?: TelegramUser
}

export interface TelegramFile {
  id: string
  name: string
  type: string
  bytes: Buffer
}

export interface TelegramMessage {
  id: number
  from: TelegramUser
  /** In s. */
  date: number
  editDate?: number
  /** The text, or the caption of a file. */
  text: string
  entities: TelegramEntity[]
  replyTo?: number
  file?: TelegramFile
  /** The emoji that each user reacts with. */
  reactions: Map<number, string[]>
}

/** An update without its number. */
export type TelegramUpdate = { type: string } & Record<string, unknown>

/** A refusal of the Bot API. */
export class TelegramRefusal extends Error {
  readonly code: number
  readonly parameters: Record<string, number> | undefined
  constructor(code: number, description: string, parameters?: Record<string, number>) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

/** What a message is posted with. */
export interface NewTelegramMessage {
  from: TelegramUser
  text: string
  entities?: TelegramEntity[]
  replyTo?: number
  file?: TelegramFile
}

const now = (): number => Math.floor(Date.now() / 1000)

export const chatResource = ({ id, type, title, username }: TelegramChat) =>
  type === 'private' ? { id, type, first_name: title } : { id, type, title, ...(username && { username }) }

/** Telegram as a bot sees it: chats, who writes there, and what the bot receives of it. */
export class TelegramChats {
  readonly bot: TelegramUser = { id: 1_000_001, is_bot: true, first_name: 'Parley', username: 'parley_bot' }
  readonly users = new Map<number, TelegramUser>()
  readonly chats = new Map<number, TelegramChat>()
  readonly files = new Map<string, TelegramFile>()
  readonly #deliver: (update: TelegramUpdate) => void
  #lastId = 1_000

  constructor(deliver: (update: TelegramUpdate) => void) {
    this.#deliver = deliver
  }

  newId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  /** A chat that the bot may write to. */
  open(given: unknown): TelegramChat {
    const chat = this.chats.get(Number(given))
    if (!chat) throw new TelegramRefusal(400, 'Bad Request: chat not found')
    if (chat.migratedTo !== undefined)
      throw new TelegramRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: chat.migratedTo,
      })
    if (!chat.isOpen && chat.type === 'private')
      throw new TelegramRefusal(403, "Forbidden: bot can't initiate conversation with a user")
    if (!chat.isOpen) throw new TelegramRefusal(403, `Forbidden: bot was kicked from the ${chat.type} chat`)
    return chat
  }

  createChat(given: Pick<TelegramChat, 'type' | 'title'> & Partial<TelegramChat>): TelegramChat {
    const isLarge = given.type === 'supergroup' || given.type === 'channel'
    const id = isLarge ? -1_000_000_000_000 - this.newId() : -this.newId()
    const chat = { id, isOpen: true, isAdministrator: true, migratedTo: undefined, messages: [], ...given }
    this.chats.set(chat.id, chat)
    return chat
  }

  message(chat: TelegramChat, id: unknown, refusal: string): TelegramMessage {
    const found = chat.messages.find((message) => message.id === Number(id))
    if (!found) throw new TelegramRefusal(400, `Bad Request: ${refusal}`)
    return found
  }

  /** A message as updates and answers show it. */
  shown(message: TelegramMessage, chat: TelegramChat): Record<string, unknown> {
    const { id, from, date, editDate, text, entities, replyTo, file } = message
    const answered = chat.messages.find((other) => other.id === replyTo)
    const [textField, entitiesField] = file ? ['caption', 'caption_entities'] : ['text', 'entities']
    return {
      ...{ message_id: id, chat: chatResource(chat), date },
      // What is posted in a channel is the channel's.
      ...(chat.type === 'channel' ? { sender_chat: chatResource(chat) } : { from }),
      ...(editDate !== undefined && { edit_date: editDate }),
      ...(text !== '' && { [textField]: text }),
      ...(entities.length > 0 && { [entitiesField]: entities }),
      ...(answered && { reply_to_message: this.shown({ ...answered, replyTo: undefined }, chat) }),
      ...(file && { document: documentOf(file) }),
    }
  }

  post(chat: TelegramChat, { entities = [], ...given }: NewTelegramMessage): TelegramMessage {
    const message = { ...given, id: this.newId(), date: now(), entities, reactions: new Map() }
    chat.messages.push(message)
    if (given.file) this.files.set(given.file.id, given.file)
    this.#tellOf(message, chat, 'message')
    return message
  }

  edit(chat: TelegramChat, message: TelegramMessage, change: Pick<TelegramMessage, 'text' | 'entities'>): void {
    Object.assign(message, { ...change, editDate: now() })
    this.#tellOf(message, chat, 'edited_message')
  }

  /** Nobody is notified of it. */
  remove(chat: TelegramChat, message: TelegramMessage): void {
    chat.messages.splice(chat.messages.indexOf(message), 1)
  }

  /** All that a user reacts with from now on. */
  react(chat: TelegramChat, message: TelegramMessage, user: TelegramUser, emoji: string[]): void {
    const before = message.reactions.get(user.id) ?? []
    if (emoji.length > 0) message.reactions.set(user.id, emoji)
    else message.reactions.delete(user.id)
    if (user.is_bot || !chat.isAdministrator || !chat.isOpen) return
    const listed = (all: string[]) => all.map((each) => ({ type: 'emoji', emoji: each }))
    this.#deliver({
      type: 'message_reaction',
      ...{ chat: chatResource(chat), message_id: message.id, user, date: now() },
      ...{ old_reaction: listed(before), new_reaction: listed(emoji) },
    })
  }

  rename(chat: TelegramChat, title: string, by: TelegramUser): void {
    chat.title = title
    this.#tellService(chat, by, { new_chat_title: title })
  }

  /** The bot is added to a chat, or removed from it. */
  setOpen(chat: TelegramChat, isOpen: boolean, by: TelegramUser): void {
    const statusOf = (is: boolean) => ({ user: this.bot, status: is ? 'administrator' : 'kicked' })
    const [before, after] = [statusOf(chat.isOpen), statusOf(isOpen)]
    chat.isOpen = isOpen
    const member = { from: by, date: now(), old_chat_member: before, new_chat_member: after }
    this.#deliver({ type: 'my_chat_member', chat: chatResource(chat), ...member })
  }

  /** A group becomes a supergroup, with another id. */
  migrate(chat: TelegramChat, by: TelegramUser): TelegramChat {
    const now = this.createChat({ type: 'supergroup', title: chat.title })
    this.#tellService(chat, by, { migrate_to_chat_id: now.id })
    this.#tellService(now, by, { migrate_from_chat_id: chat.id })
    chat.migratedTo = now.id
    return now
  }

  #tellService(chat: TelegramChat, from: TelegramUser, what: Record<string, unknown>): void {
    if (!chat.isOpen) return
    const service = { message_id: this.newId(), from, chat: chatResource(chat), date: now(), ...what }
    this.#deliver({ type: updateOf(chat, 'message'), ...service })
  }

  /** Bots receive nothing that bots write. */
  #tellOf(message: TelegramMessage, chat: TelegramChat, type: MessageUpdate): void {
    if (chat.isOpen && !message.from.is_bot) this.#deliver({ type: updateOf(chat, type), ...this.shown(message, chat) })
  }
}

type MessageUpdate = 'message' | 'edited_message'

/** What an update of a message is called: in a channel it is of a post. */
const updateOf = ({ type }: TelegramChat, update: MessageUpdate): string =>
  type === 'channel' ? update.replace('message', 'channel_post') : update

export const documentOf = ({ id, name, type, bytes }: TelegramFile) => ({
  file_id: id,
  file_unique_id: id.slice(-8),
  file_name: name,
  mime_type: type,
  file_size: bytes.length,
})
