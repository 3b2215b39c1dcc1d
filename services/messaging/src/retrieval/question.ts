import { fold, isUnspaced } from '@parley/text/fold'
import { areEnglish, isStopWord } from '@parley/text/terms'

/** What kind of answer a question wants: what to do, what something is, or how two things differ. */
export type Aim = 'instruct' | 'define' | 'compare'

/** What a question asks about. */
export interface Question {
  /** Its words as search documents have them: folded, each once, without those that every text has. */
  words: string[]
  /** Whether they may be stemmed as English. */
  isEnglish: boolean
  aim: Aim
}

/** Words of a question that are read at most. */
const maxWords = 40

/** Reads what a question, in any language, asks about. */
export function readQuestion(text: string): Question {
  const all = fold(text.replace(frame, ' ')).text.split(' ').filter(Boolean)
  const spaced = all.filter((word) => !isUnspaced(word))
  const isEnglish = areEnglish(spaced) && spaced.length > 0
  const words = all.flatMap((word) => (isUnspaced(word) ? pairsOf(word) : isStopWord(word, isEnglish) ? [] : [word]))
  const aim = comparison.test(text) ? 'compare' : definition.test(text) ? 'define' : 'instruct'
  const about = aim === 'instruct' ? words : words.filter((word) => !relations.has(word))
  return { words: [...new Set(about.length > 0 ? about : words)].slice(0, maxWords), isEnglish, aim }
}

/** What a question is wrapped in. */
const frame = /\b(find out|tell me|show me|is it possible|the best way)\b/gi
const comparison = /\b(difference|differ|differs|versus|vs|compared?)\b/i
const definition = /\bmeans?\b|^\W*(why|what('s| is| are| does| do| was| were))\b/i
/** Words of such questions that their answers need not have. */
const relations = new Set(
  'difference differences differ differs between versus vs compare compared mean means'.split(' '),
)

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
