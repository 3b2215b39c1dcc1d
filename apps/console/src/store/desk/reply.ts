/** A reply goes to the visitor, a note stays with the agents: they never share a draft. */
export type ReplyKind = 'reply' | 'note'

export interface ReplyDraft {
  content: string
  files: readonly File[]
  /** Names of files that a reload has lost: the page cannot keep them. */
  lostFiles: readonly string[]
}

/** One on its way. */
export interface OutgoingReply extends Pick<ReplyDraft, 'content' | 'files'> {
  /** Its `Idempotency-Key`. */
  key: string
  conversationId: string
  kind: ReplyKind
  createdAt: string
  /** `waiting`: to be tried again by itself. */
  state: 'sending' | 'waiting'
}

/** What of a draft survives a reload. */
export type KeptDraft = Pick<ReplyDraft, 'content' | 'lostFiles'>

export const draftKey = (conversationId: string, kind: ReplyKind): string => `${conversationId}:${kind}`

/** One text after the other. */
export const joined = (...texts: readonly string[]): string => texts.filter((text) => text.trim() !== '').join('\n\n')

/** A draft without its files, which it names. */
export const withoutFiles = ({ content, files, lostFiles }: ReplyDraft): KeptDraft => ({
  content,
  lostFiles: [...lostFiles, ...files.map(({ name }) => name)],
})
