import type { ReactNode } from 'react'
import { type Mention, splitMentions } from './mentions.ts'

/** What is drawn in the place of words of a text, such as the ids of sources. */
export type TextMarks = ReadonlyMap<string, ReactNode>

export type WordPart =
  | string
  | { type: 'mention'; text: string; mention: Mention }
  | { type: 'channel'; name: string }
  | { type: 'mark'; mark: ReactNode }

interface Found {
  mentions: readonly Mention[]
  marks: TextMarks
}

/** Cuts a text, which is no code and no link, at what is more than words in it. */
export const splitWords = (text: string, { mentions, marks }: Found): WordPart[] =>
  splitMarks(text, marks).flatMap((part) =>
    typeof part !== 'string'
      ? [part]
      : splitMentions(part, mentions).flatMap((each) =>
          typeof each === 'string' ? splitChannels(each) : [{ type: 'mention' as const, ...each }],
        ),
  )

function splitMarks(text: string, marks: TextMarks): WordPart[] {
  let parts: WordPart[] = [text]
  for (const [word, mark] of marks)
    parts = parts.flatMap((part) =>
      typeof part !== 'string'
        ? [part]
        : part.split(word).flatMap((piece, at): WordPart[] => (at === 0 ? [piece] : [{ type: 'mark', mark }, piece])),
    )
  return parts.filter((part) => part !== '')
}

/** `#name`, as channels are called, by itself: not within a word, an address or another `#`. */
const channel = /(?<![\p{L}\p{N}_#&/])#([a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?)(?![\p{L}\p{N}_#])/gu

function splitChannels(text: string): WordPart[] {
  const parts: WordPart[] = []
  let end = 0
  for (const { 0: found, 1: name = '', index } of text.matchAll(channel)) {
    if (index > end) parts.push(text.slice(end, index))
    parts.push({ type: 'channel', name })
    end = index + found.length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}
