import type { Conversation, ConversationDetails, DeskMessage, Note, Visitor } from '@parley/client/index'
import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import type { Topics } from '../topics.ts'
import type { DeskCalls } from './calls.ts'

/** A conversation as far as it is known: what only a single one has comes once it is opened. */
export type DeskConversation = Conversation &
  Partial<Pick<ConversationDetails, 'analysis'>> & {
    visitor: Partial<Pick<ConversationDetails['visitor'], 'attributes' | 'emailStatus'>>
  }

const maxConversations = 2_000

/** Conversations as they are now, by id. `rev` decides: what comes with a lower one than is known changes nothing. */
export class Conversations {
  readonly #byId = new Map<string, DeskConversation>()
  readonly #loading = new Map<string, Promise<DeskConversation>>()
  readonly #calls: DeskCalls
  readonly #topics: Topics
  readonly #onChange: (conversation: DeskConversation, before: DeskConversation | undefined) => void

  constructor(
    calls: DeskCalls,
    topics: Topics,
    onChange: (conversation: DeskConversation, before: DeskConversation | undefined) => void,
  ) {
    this.#calls = calls
    this.#topics = topics
    this.#onChange = onChange
  }

  get(id: string): DeskConversation | undefined {
    return this.#byId.get(id)
  }

  /** How many of an agent’s have something that they have not read. */
  unreadOf(agentId: string): number {
    const all = [...this.#byId.values()]
    return all.filter(
      ({ agent, status, unreadCount }) => agent?.id === agentId && status !== 'CLOSED' && unreadCount > 0,
    ).length
  }

  /**
   * Asks for a conversation as it is now, once at a time.
   *
   * @throws ParleyError `not_found`
   */
  load(id: string): Promise<DeskConversation> {
    const loading = this.#loading.get(id) ?? this.#load(id).finally(() => this.#loading.delete(id))
    this.#loading.set(id, loading)
    return loading
  }

  /** Asks for one that has changed: where that fails it is gone, or comes with the lists once the connection is back. */
  async refresh(id: string): Promise<void> {
    try {
      await this.load(id)
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
    }
  }

  async #load(id: string): Promise<DeskConversation> {
    try {
      this.put(await this.#calls.get(id))
    } catch (error) {
      if (error instanceof ParleyError && error.status === 404) this.remove(id)
      throw error
    }
    return this.#byId.get(id)!
  }

  put(given: DeskConversation): void {
    const known = this.#byId.get(given.id)
    if (known && known.rev > given.rev) return
    this.#replace(known ? { ...known, ...given, visitor: { ...known.visitor, ...given.visitor } } : given)
  }

  /** A message was written: what it does to a conversation is published with it alone. */
  receive(message: DeskMessage, rev: number): void {
    const known = this.#byId.get(message.conversationId)
    if (!known || known.rev >= rev) return
    const { content, messageType, senderType, createdAt, seq } = message
    const isVisitors = senderType === 'VISITOR'
    const isAgents = senderType === 'AGENT'
    this.#replace({
      ...known,
      rev,
      seq: Math.max(seq, known.seq),
      updatedAt: createdAt,
      lastMessage: { content: content.slice(0, 200), messageType, senderType, createdAt },
      unreadCount: isVisitors ? known.unreadCount + 1 : isAgents ? 0 : known.unreadCount,
      waitingSince: isVisitors ? (known.waitingSince ?? createdAt) : isAgents ? null : known.waitingSince,
    })
  }

  receiveNote({ conversationId, seq, createdAt }: Note, rev: number): void {
    const known = this.#byId.get(conversationId)
    if (!known || known.rev >= rev) return
    this.#replace({ ...known, rev, seq: Math.max(seq, known.seq), updatedAt: createdAt })
  }

  /** What is known of a visitor has changed, in all conversations with them. */
  takeVisitor({ id, name, email, isOnline, attributes }: Visitor): void {
    // A copy: what is replaced goes to the end, and would come again.
    for (const known of [...this.#byId.values()])
      if (known.visitor.id === id)
        this.#replace({ ...known, visitor: { ...known.visitor, name, email, isOnline, attributes } })
  }

  remove(id: string): void {
    this.#byId.delete(id)
    this.#topics.publish(`desk:conversation:${id}`)
  }

  #replace(conversation: DeskConversation): void {
    const before = this.#byId.get(conversation.id)
    // The one that changed last goes last.
    this.#byId.delete(conversation.id)
    this.#byId.set(conversation.id, conversation)
    if (this.#byId.size > maxConversations) this.#byId.delete(this.#byId.keys().next().value!)
    this.#topics.publish(`desk:conversation:${conversation.id}`)
    this.#onChange(conversation, before)
  }
}
