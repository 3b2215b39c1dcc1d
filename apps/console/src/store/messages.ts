import type { Message, Reaction, Tombstone } from '@parley/client/index'
import type { Topics } from './topics.ts'

/** How many are kept; beyond that those go that no window shows. */
const maxMessages = 5_000

export const isTombstone = (row: Message | Tombstone): row is Tombstone => 'deleted_at' in row

/** Messages as they are now, by id. `rev` decides: what comes with a lower one than is known changes nothing. */
export class Messages {
  readonly #byId = new Map<string, Message>()
  /** Of deleted ones, so that nothing brings them back. */
  readonly #deleted = new Map<string, number>()
  readonly #topics: Topics
  readonly #isShown: (id: string) => boolean

  constructor(topics: Topics, isShown: (id: string) => boolean) {
    this.#topics = topics
    this.#isShown = isShown
  }

  get(id: string): Message | undefined {
    return this.#byId.get(id)
  }

  /** Takes a message as it is in an answer or event. Its files’ URLs are taken in any case: those it had expire. */
  put(message: Message): void {
    const known = this.#byId.get(message.id)
    if ((this.#deleted.get(message.id) ?? -1) >= message.rev) return
    if (known && known.rev > message.rev) {
      this.#replace({ ...known, attachments: freshened(known, message) })
      return
    }
    // A reply is no change of its root: what was counted since goes on.
    const isSame = known?.rev === message.rev
    const counted = isSame && (known.last_reply_at ?? '') > (message.last_reply_at ?? '')
    this.#replace(
      counted ? { ...message, reply_count: known.reply_count, last_reply_at: known.last_reply_at } : message,
    )
    if (this.#byId.size > maxMessages) this.#sweep()
  }

  /** A message is deleted; returns it as it was. */
  remove({ id, rev }: Pick<Tombstone, 'id' | 'rev'>): Message | undefined {
    const known = this.#byId.get(id)
    this.#deleted.set(id, Math.max(rev, this.#deleted.get(id) ?? 0))
    if (this.#deleted.size > maxMessages) this.#deleted.delete(this.#deleted.keys().next().value!)
    this.#byId.delete(id)
    this.#topics.publish(`message:${id}`)
    return known
  }

  /** A reply was written: its root counts it, unless it did before. */
  countReply(reply: Message): void {
    const root = reply.parent_message_id === null ? undefined : this.#byId.get(reply.parent_message_id)
    if (!root || (root.last_reply_at ?? '') >= reply.created_at) return
    const participants =
      reply.user_id === null || root.participants.includes(reply.user_id)
        ? root.participants
        : [...root.participants, reply.user_id].slice(0, 20)
    this.#replace({ ...root, reply_count: root.reply_count + 1, last_reply_at: reply.created_at, participants })
  }

  /** Somebody gave or took back a reaction; `rev` is the change’s. */
  react({ message_id, user_id, emoji }: Reaction, rev: number, change: 1 | -1): void {
    const message = this.#byId.get(message_id)
    if (!message || message.rev >= rev) return
    const before = message.reactions.find((each) => each.emoji === emoji) ?? { emoji, count: 0, user_ids: [] }
    const others = before.user_ids.filter((id) => id !== user_id)
    const user_ids = change === 1 && user_id !== null ? [...others, user_id] : others
    const after = { emoji, count: before.count + change, user_ids }
    const isKnown = message.reactions.includes(before)
    const reactions = (
      isKnown ? message.reactions.map((each) => (each === before ? after : each)) : [...message.reactions, after]
    ).filter(({ count }) => count > 0)
    this.#replace({ ...message, rev, reactions, reaction_count: message.reaction_count + change })
  }

  #replace(message: Message): void {
    this.#byId.set(message.id, message)
    this.#topics.publish(`message:${message.id}`)
  }

  #sweep(): void {
    for (const id of [...this.#byId.keys()]) {
      if (this.#byId.size <= maxMessages * 0.9) return
      if (!this.#isShown(id)) this.#byId.delete(id)
    }
  }
}

const freshened = (known: Message, newer: Message): Message['attachments'] =>
  known.attachments?.map((file) => newer.attachments?.find(({ id }) => id === file.id) ?? file) ?? null
