import { fold, isUnspaced } from '@parley/text/fold'
import { areEnglish, isStopWord } from '@parley/text/terms'

/** What a question asks about. */
export interface Question {
  /** Its words as search documents have them: folded, each once, without those that every text has. */
  words: string[]
  /** Whether they may be stemmed as English. */
  isEnglish: boolean
}

/** Words of a question that are read at most. */
const maxWords = 40

/** Reads what a question, in any language, asks about. */
export function readQuestion(text: string): Question {
  const all = fold(text).text.split(' ').filter(Boolean)
  const spaced = all.filter((word) => !isUnspaced(word))
  const words = all.flatMap((word) => (isUnspaced(word) ? pairsOf(word) : isStopWord(word) ? [] : [word]))
  return { words: [...new Set(words)].slice(0, maxWords), isEnglish: areEnglish(spaced) && spaced.length > 0 }
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const endings = /^\p{Script=Hiragana}+$/u

/** The neighbouring characters of a text without spaces, but for what stands between its words. */
function pairsOf(run: string): string[] {
  const parts = ['']
  for (const { segment } of segmenter.segment(run))
    if (isStopWord(segment)) parts.push('')
    else parts[parts.length - 1] += segment
  return parts.flatMap((part) => {
    const characters = [...part]
    if (characters.length === 1) return characters
    const pairs = characters.slice(1).map((character, i) => characters[i]! + character)
    return pairs.filter((pair) => !endings.test(pair))
  })
}
