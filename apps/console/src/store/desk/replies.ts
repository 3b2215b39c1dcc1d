import type { DeskMessage, Note, Parley } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { mayPass } from '../eventually.ts'
import { Kept, type TabStorage } from '../kept.ts'
import { type Refusal, refusalOf } from '../refusal.ts'
import type { Topics } from '../topics.ts'
import {
  draftKey,
  joined,
  type KeptDraft,
  type OutgoingReply,
  type ReplyDraft,
  type ReplyKind,
  withoutFiles,
} from './reply.ts'

/** Why one came back. */
export interface RefusedReply extends Refusal {
  /** Another agent has the conversation. */
  isLost: boolean
}

interface Options {
  parley: Parley
  topics: Topics
  storage: TabStorage
  /** Under which drafts and what is on its way are kept over reloads, each. Files are not. */
  storageKey: string
  onSent: (entry: DeskMessage | Note) => void
  /** Somebody else has the conversation: it is to be asked for. */
  onLost: (conversationId: string) => void
}

const retryMs = 2_000
const nothing: ReplyDraft = { content: '', files: [], lostFiles: [] }
const none: readonly OutgoingReply[] = []

/** What agents write: drafts, and what is on its way, in order in each conversation. What is refused is a draft again. */
export class Replies {
  readonly #drafts = new Map<string, ReplyDraft>()
  readonly #outgoing = new Map<string, readonly OutgoingReply[]>()
  readonly #refusals = new Map<string, RefusedReply>()
  readonly #running = new Set<string>()
  readonly #wake = new Set<() => void>()
  readonly #options: Options
  readonly #keptDrafts: Kept<KeptDraft>
  readonly #keptReplies: Kept<OutgoingReply>
  readonly #stops: readonly (() => void)[]

  constructor(options: Options) {
    this.#options = options
    this.#keptDrafts = new Kept(options.storage, `${options.storageKey}:draft`)
    this.#keptReplies = new Kept(options.storage, `${options.storageKey}:reply`)
    this.#restore()
    this.#stops = [
      this.#keptDrafts.watch((key, draft) => this.#takeDraft(key, draft)),
      // Another tab has sent it, or has it as a draft again.
      this.#keptReplies.watch((key, reply) => {
        const known = [...this.#outgoing.values()].flat().find((each) => each.key === key)
        if (known && !reply) this.#remove(known)
      }),
    ]
  }

  draft(conversationId: string, kind: ReplyKind): ReplyDraft {
    return this.#drafts.get(draftKey(conversationId, kind)) ?? nothing
  }

  /** Those on their way, oldest first. */
  in(conversationId: string): readonly OutgoingReply[] {
    return this.#outgoing.get(conversationId) ?? none
  }

  refusal(conversationId: string): RefusedReply | undefined {
    return this.#refusals.get(conversationId)
  }

  write(conversationId: string, kind: ReplyKind, changes: Partial<ReplyDraft>): void {
    const draft = { ...this.draft(conversationId, kind), ...changes }
    const key = draftKey(conversationId, kind)
    this.#setDraft(key, draft)
    if (this.#drafts.has(key)) this.#keptDrafts.set(key, withoutFiles(draft))
    else this.#keptDrafts.delete(key)
    this.#publish(conversationId)
  }

  forgetRefusal(conversationId: string): void {
    if (this.#refusals.delete(conversationId)) this.#publish(conversationId)
  }

  /** Sends a draft. */
  send(conversationId: string, kind: ReplyKind): void {
    const { content, files } = this.draft(conversationId, kind)
    const [key, createdAt] = [crypto.randomUUID(), new Date().toISOString()]
    const reply = { content, files, key, conversationId, kind, createdAt, state: 'sending' } as const
    this.#keep(reply)
    this.#outgoing.set(conversationId, [...this.in(conversationId), reply])
    this.#refusals.delete(conversationId)
    this.write(conversationId, kind, nothing)
    void this.#run(conversationId)
  }

  /** The page goes: what is on its way with files is a draft again where it comes back, which names them. */
  leave(): void {
    for (const [conversationId, replies] of this.#outgoing)
      for (const kind of ['reply', 'note'] as const) {
        const lost = replies.filter((reply) => reply.kind === kind && reply.files.length > 0)
        if (lost.length === 0) continue
        const parts = [...lost.map((reply) => ({ ...reply, lostFiles: [] })), this.draft(conversationId, kind)]
        this.#keptDrafts.set(draftKey(conversationId, kind), {
          content: joined(...parts.map(({ content }) => content)),
          lostFiles: parts.flatMap((part) => withoutFiles(part).lostFiles),
        })
      }
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  /** The network is back. */
  wake(): void {
    for (const wake of [...this.#wake]) wake()
  }

  async #run(conversationId: string): Promise<void> {
    if (this.#running.has(conversationId)) return
    this.#running.add(conversationId)
    try {
      for (;;) {
        const [next] = this.in(conversationId)
        if (!next) break
        if (!(await this.#attempt(next))) await this.#pause()
      }
    } finally {
      this.#running.delete(conversationId)
    }
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
      if (mayPass(error)) {
        this.#change(reply, 'waiting')
        return false
      }
      const isAnswer = error instanceof ParleyError
      this.#refuse(reply, { ...refusalOf(error), isLost: isAnswer && error.status === 409 })
      // What is no answer is a mistake of ours: it is reported, and its author can try again.
      if (!isAnswer) throw error
      return true
    }
  }

  /** It is a draft again, before what was begun meanwhile. */
  #refuse(reply: OutgoingReply, refusal: RefusedReply): void {
    const { conversationId, kind } = reply
    const begun = this.draft(conversationId, kind)
    this.#refusals.set(conversationId, refusal)
    this.#remove(reply)
    this.write(conversationId, kind, {
      content: joined(reply.content, begun.content),
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
    this.#keptReplies.delete(key)
    this.#publish(conversationId)
  }

  #keep(reply: OutgoingReply): void {
    if (reply.files.length === 0) this.#keptReplies.set(reply.key, reply)
  }

  /** Another tab has written in it; files are each tab’s own. */
  #takeDraft(key: string, kept: KeptDraft | undefined): void {
    const known = this.#drafts.get(key) ?? nothing
    this.#setDraft(key, kept ? { ...known, content: kept.content } : { ...known, content: '', lostFiles: [] })
    this.#publish(key.slice(0, key.lastIndexOf(':')))
  }

  #setDraft(key: string, draft: ReplyDraft): void {
    const isEmpty = draft.content === '' && draft.files.length === 0 && draft.lostFiles.length === 0
    if (isEmpty) this.#drafts.delete(key)
    else this.#drafts.set(key, draft)
  }

  #publish(conversationId: string): void {
    this.#options.topics.publish(`desk:replies:${conversationId}`)
  }

  #restore(): void {
    for (const [key, draft] of this.#keptDrafts.entries()) this.#drafts.set(key, { ...nothing, ...draft })
    const outgoing = this.#keptReplies
      .entries()
      .map(([, reply]) => reply)
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    for (const [id, replies] of Map.groupBy(outgoing, ({ conversationId }) => conversationId)) {
      this.#outgoing.set(id, replies)
      void this.#run(id)
    }
  }
}
