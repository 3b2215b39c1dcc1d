import type { DeskMessage, Note, Parley } from '@parley/client/index'
import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import type { Topics } from '../topics.ts'

/** A reply goes to the visitor, a note stays with the agents: they never share a draft. */
export type ReplyKind = 'reply' | 'note'

export interface ReplyDraft {
  content: string
  files: readonly File[]
}

/** One on its way. */
export interface OutgoingReply extends ReplyDraft {
  /** Its `Idempotency-Key`. */
  key: string
  conversationId: string
  kind: ReplyKind
  createdAt: string
  /** `waiting`: to be tried again by itself. */
  state: 'sending' | 'waiting'
}

/** Why one came back: another agent has the conversation, or as the server says it. */
export interface Refusal {
  isLost: boolean
  message: string
}

interface Options {
  parley: Parley
  topics: Topics
  storage: Pick<Storage, 'getItem' | 'setItem'>
  /** Where drafts and what is on its way are kept over reloads. Files are not. */
  storageKey: string
  onSent: (entry: DeskMessage | Note) => void
  /** Somebody else has the conversation: it is to be asked for. */
  onLost: (conversationId: string) => void
}

const retryMs = 2_000
const nothing: ReplyDraft = { content: '', files: [] }
const none: readonly OutgoingReply[] = []
const draftKey = (conversationId: string, kind: ReplyKind) => `${conversationId}:${kind}`

/** What agents write: drafts, and what is on its way, in order in each conversation. What is refused is a draft again. */
export class Replies {
  readonly #drafts = new Map<string, ReplyDraft>()
  readonly #outgoing = new Map<string, readonly OutgoingReply[]>()
  readonly #refusals = new Map<string, Refusal>()
  readonly #running = new Set<string>()
  readonly #wake = new Set<() => void>()
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
    this.#restore()
  }

  draft(conversationId: string, kind: ReplyKind): ReplyDraft {
    return this.#drafts.get(draftKey(conversationId, kind)) ?? nothing
  }

  /** Those on their way, oldest first. */
  in(conversationId: string): readonly OutgoingReply[] {
    return this.#outgoing.get(conversationId) ?? none
  }

  refusal(conversationId: string): Refusal | undefined {
    return this.#refusals.get(conversationId)
  }

  write(conversationId: string, kind: ReplyKind, changes: Partial<ReplyDraft>): void {
    const draft = { ...this.draft(conversationId, kind), ...changes }
    if (draft.content === '' && draft.files.length === 0) this.#drafts.delete(draftKey(conversationId, kind))
    else this.#drafts.set(draftKey(conversationId, kind), draft)
    this.#publish(conversationId)
  }

  forgetRefusal(conversationId: string): void {
    if (this.#refusals.delete(conversationId)) this.#publish(conversationId)
  }

  /** Sends a draft. */
  send(conversationId: string, kind: ReplyKind): void {
    const draft = this.draft(conversationId, kind)
    const reply = { ...draft, key: crypto.randomUUID(), conversationId, kind, createdAt: new Date().toISOString() }
    this.#outgoing.set(conversationId, [...this.in(conversationId), { ...reply, state: 'sending' }])
    this.#refusals.delete(conversationId)
    this.write(conversationId, kind, nothing)
    void this.#run(conversationId)
  }

  /** The network is back. */
  wake(): void {
    for (const wake of [...this.#wake]) wake()
  }

  async #run(conversationId: string): Promise<void> {
    if (this.#running.has(conversationId)) return
    this.#running.add(conversationId)
    for (;;) {
      const [next] = this.in(conversationId)
      if (!next) break
      if (!(await this.#attempt(next))) await this.#pause()
    }
    this.#running.delete(conversationId)
  }

  /** Whether it is stored or refused, and so the next one’s turn. */
  async #attempt(reply: OutgoingReply): Promise<boolean> {
    const { conversationId: id, kind, content, files, key } = reply
    const options = { idempotencyKey: key, maxRetries: 0 }
    const { agent } = this.#options.parley
    this.#change(reply, 'sending')
    try {
      const sent: DeskMessage | Note =
        kind === 'note'
          ? await agent.createNote({ id, content }, options)
          : await agent.sendMessage({ id, content, ...(files.length > 0 && { attachments: [...files] }) }, options)
      this.#options.onSent(sent)
      this.#remove(reply)
      return true
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
      if (error instanceof ParleyConnectionError || error.status >= 500 || passing.has(error.status)) {
        this.#change(reply, 'waiting')
        return false
      }
      this.#refuse(reply, { isLost: error.status === 409, message: error.details[0]?.message ?? error.message })
      return true
    }
  }

  /** It is a draft again, before what was begun meanwhile. */
  #refuse(reply: OutgoingReply, refusal: Refusal): void {
    const { conversationId, kind } = reply
    const begun = this.draft(conversationId, kind)
    this.#refusals.set(conversationId, refusal)
    this.#remove(reply)
    this.write(conversationId, kind, {
      content: [reply.content, begun.content].filter(Boolean).join('\n\n'),
      files: [...reply.files, ...begun.files],
    })
    if (refusal.isLost) this.#options.onLost(conversationId)
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#wake.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, retryMs)
      this.#wake.add(wake)
    })
  }

  #change({ conversationId, key }: OutgoingReply, state: OutgoingReply['state']): void {
    const changed = this.in(conversationId).map((each) => (each.key === key ? { ...each, state } : each))
    this.#outgoing.set(conversationId, changed)
    this.#publish(conversationId)
  }

  #remove({ conversationId, key }: OutgoingReply): void {
    const left = this.in(conversationId).filter((each) => each.key !== key)
    if (left.length > 0) this.#outgoing.set(conversationId, left)
    else this.#outgoing.delete(conversationId)
    this.#publish(conversationId)
  }

  #publish(conversationId: string): void {
    const { storage, storageKey, topics } = this.#options
    const drafts = [...this.#drafts].map(([key, { content }]) => [key, content])
    const outgoing = [...this.#outgoing.values()].flat().filter(({ files }) => files.length === 0)
    try {
      storage.setItem(storageKey, JSON.stringify({ drafts, outgoing }))
    } catch {
      // A full storage: they are lost by a reload alone.
    }
    topics.publish(`desk:replies:${conversationId}`)
  }

  #restore(): void {
    try {
      const { drafts, outgoing } = JSON.parse(this.#options.storage.getItem(this.#options.storageKey)!) as {
        drafts: [string, string][]
        outgoing: OutgoingReply[]
      }
      for (const [key, content] of drafts) this.#drafts.set(key, { content, files: [] })
      for (const [id, replies] of Map.groupBy(outgoing, ({ conversationId }) => conversationId)) {
        this.#outgoing.set(id, replies)
        void this.#run(id)
      }
    } catch {
      // Nothing is kept, or nothing that can be read.
    }
  }
}

/** Signed out meanwhile, asked for too much, or not in time. */
const passing = new Set([401, 408, 425, 429])
