import { readable } from '../replay/plan.ts'
import type { SlackExport } from '../replay/slack-export.ts'
import { oneOf, type Random } from './random.ts'

/** Texts that people wrote, and words of theirs to search for. */
export interface Texts {
  texts: readonly string[]
  names: readonly string[]
  /** A word in about one message of twelve, and one in about one of a thousand. */
  common: string
  medium: string
}

const shares = { common: 0.08, medium: 0.001 }
/** Shorter words are mostly those that full-text search leaves out. */
const word = /[a-z]{6,}/g

/** Every message of an export as its author wrote it. */
export function textsOf(slack: SlackExport): Texts {
  const texts: string[] = []
  const frequency = new Map<string, number>()
  for (const { day } of slack.days.toSorted((a, b) => (a.day < b.day ? -1 : 1)))
    for (const messages of slack.messagesOf(day).values())
      for (const { text } of messages) {
        const content = readable(text ?? '', slack.names)
          .trim()
          .slice(0, 4_000)
        if (!content) continue
        texts.push(content)
        for (const found of new Set(content.toLowerCase().match(word) ?? []))
          frequency.set(found, (frequency.get(found) ?? 0) + 1)
      }
  if (texts.length < 1_000) throw new Error(`The export has ${texts.length} messages; it takes 1,000 to vary them.`)
  const nearest = (share: number) =>
    [...frequency].reduce((best, each) => {
      const distance = ([, count]: [string, number]) => Math.abs(Math.log(count / texts.length / share))
      return distance(each) < distance(best) ? each : best
    })[0]
  return {
    texts,
    names: [...slack.names.values()].map((name) => name.replaceAll(/[^\p{L}\p{N}]/gu, '')).filter((name) => name),
    common: nearest(shares.common),
    medium: nearest(shares.medium),
  }
}

/**
 * One of the texts, mostly with words exchanged for words of other texts: every word stays as frequent as it is, in
 * new combinations. One in a hundred gets a word that no other has.
 */
export function vary({ texts }: Texts, random: Random, unique: () => string): string {
  const text = oneOf(texts, random)
  const luck = random()
  if (luck < 0.01) return `${text} ${unique()}`
  if (luck < 0.4) return text
  const words = text.split(' ')
  for (let swaps = Math.min(words.length - 1, 3); swaps > 0; swaps--)
    words[Math.floor(random() * words.length)] = oneOf(oneOf(texts, random).split(' '), random)
  return words.join(' ').trim() || text
}
