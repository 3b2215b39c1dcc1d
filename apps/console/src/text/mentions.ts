/** One of a message’s `metadata.mentions`. */
export interface Mention {
  type: 'user' | 'channel' | 'here'
  user_id?: string
  handle: string
}

export type TextPart = string | { text: string; mention: Mention }

/** Cuts a text at the mentions that the server found in it; it guesses at none. */
export function splitMentions(text: string, mentions: readonly Mention[]): TextPart[] {
  if (mentions.length === 0) return [text]
  const byHandle = new Map(mentions.map((mention) => [comparable(mention.handle), mention]))
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(/@[\p{L}\p{N}._-]+/gu)) {
    const [length, mention] = longestHandle(found.slice(1), byHandle)
    if (!mention) continue
    if (index > end) parts.push(text.slice(end, index))
    end = index + 1 + length
    parts.push({ text: text.slice(index, end), mention })
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** Handles are compared without case and punctuation; what follows one may be punctuation of the sentence. */
export const comparable = (handle: string): string => handle.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

function longestHandle(written: string, byHandle: ReadonlyMap<string, Mention>): [number, Mention | undefined] {
  for (let length = written.length; length > 0; length--) {
    const mention = byHandle.get(comparable(written.slice(0, length)))
    if (mention && /[\p{L}\p{N}]/u.test(written[length - 1]!)) return [length, mention]
  }
  return [0, undefined]
}
