import { signal } from '@preact/signals'

/** What is being written in a conversation. */
export interface Draft {
  text: string
  files: readonly File[]
  /** Names of files that were lost with the page on which they were chosen. */
  lost: readonly string[]
}

/** A conversation's id, undefined for the one that is about to begin. */
type Where = string | undefined

const empty: Draft = { text: '', files: [], lost: [] }

/** What is being written, in each conversation. */
export function createDrafts() {
  const byConversation = signal<ReadonlyMap<Where, Draft>>(new Map())

  const of = (id: Where): Draft => byConversation.value.get(id) ?? empty

  /** The last one that was changed comes last. */
  function put(id: Where, changes: Partial<Draft>): void {
    const draft = { ...of(id), ...changes }
    const next = new Map(byConversation.value)
    next.delete(id)
    if (draft.text || draft.files.length + draft.lost.length > 0) next.set(id, draft)
    byConversation.value = next
  }

  /** Writes it under what is there. */
  function add(id: Where, { text, files, lost }: Draft): void {
    const before = of(id)
    put(id, {
      text: [before.text, text].filter(Boolean).join('\n'),
      files: [...before.files, ...files],
      lost: [...before.lost, ...lost],
    })
  }

  return {
    byConversation,
    of,
    put,
    add,
    remove: (id: Where) => put(id, empty),
    clear(): void {
      byConversation.value = new Map()
    },
    /** It goes on in another conversation. */
    move(from: Where, into: Where): void {
      const draft = byConversation.value.get(from)
      if (!draft) return
      put(from, empty)
      add(into, draft)
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>
