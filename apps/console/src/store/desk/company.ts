import type { Topics } from '../topics.ts'

export interface Companion {
  id: string
  name: string | null
}

/** Shown for so long after they were last said to be there. */
const lifeMs = { viewing: 15_000, typing: 5_000 } as const
type Doing = keyof typeof lifeMs

const nobody: readonly Companion[] = []

/** Who else looks at a conversation, and who is writing in it. */
export class Company {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #shown = new Map<string, readonly Companion[]>()
  readonly #topics: Topics

  constructor(topics: Topics) {
    this.#topics = topics
  }

  in(conversationId: string, doing: Doing): readonly Companion[] {
    return this.#shown.get(`${doing}:${conversationId}`) ?? nobody
  }

  begin(conversationId: string, doing: Doing, { id, name }: Companion): void {
    const key = `${doing}:${conversationId}`
    clearTimeout(this.#timers.get(`${key}:${id}`))
    this.#timers.set(
      `${key}:${id}`,
      setTimeout(() => this.end(conversationId, doing, id), lifeMs[doing]),
    )
    if (this.in(conversationId, doing).some((each) => each.id === id)) return
    this.#show(conversationId, key, [...this.in(conversationId, doing), { id, name }])
  }

  end(conversationId: string, doing: Doing, id: string): void {
    const key = `${doing}:${conversationId}`
    clearTimeout(this.#timers.get(`${key}:${id}`))
    if (!this.#timers.delete(`${key}:${id}`)) return
    this.#show(
      conversationId,
      key,
      this.in(conversationId, doing).filter((each) => each.id !== id),
    )
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  #show(conversationId: string, key: string, companions: readonly Companion[]): void {
    if (companions.length > 0) this.#shown.set(key, companions)
    else this.#shown.delete(key)
    this.#topics.publish(`desk:company:${conversationId}`)
  }
}
