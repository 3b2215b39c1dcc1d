import type { Language } from '@parley/contracts/fields'
import type { AnalysedMessage, ConversationAnalysis } from '@parley/contracts/summaries/jobs'
import { termsOf } from '@parley/text/terms'
import { summarise } from './extractive.ts'
import { moodOf, saysSettled } from './lexicon.ts'

const isVisitors = ({ sender }: AnalysedMessage): boolean => sender === 'visitor'
const isHelpers = ({ sender }: AnalysedMessage): boolean => sender === 'agent' || sender === 'ai'

const maxTopics = 5
const maxSummary = 2_000
/** A mood below this is no more than a word in passing. */
const minMood = 0.5

/** Who speaks, where they have no name. */
const speakers: Record<Language, Record<AnalysedMessage['sender'], string>> = {
  en: { visitor: 'Visitor', agent: 'Agent', ai: 'AI', system: 'System' },
  tr: { visitor: 'Ziyaretçi', agent: 'Temsilci', ai: 'Yapay zekâ', system: 'Sistem' },
  de: { visitor: 'Besucher', agent: 'Berater', ai: 'KI', system: 'System' },
  es: { visitor: 'Visitante', agent: 'Agente', ai: 'IA', system: 'Sistema' },
}

/**
 * Analyses a conversation by rules, without a model: small lists of words in English, German, Turkish and Spanish decide
 * about outcome and sentiment, which are `unclear` and `neutral` where none of them was said; the summary quotes, and
 * names in `language` who has no name.
 */
export function quoteAnalysis(messages: readonly AnalysedMessage[], language: Language): ConversationAnalysis {
  const said = messages.filter(({ sender }) => sender !== 'system')
  const { outcome, because } = outcomeOf(said)
  const extracts = summarise(said, { sentences: 3 })
  const names = new Map(said.map(({ id, name, sender }) => [id, name ?? speakers[language][sender]]))
  const summary = extracts.map(({ id, sentence }) => `${names.get(id)}: “${sentence}”`).join(' ')
  return {
    outcome,
    summary: summary.slice(0, maxSummary).toWellFormed(),
    sentiment: sentimentOf(said.filter(isVisitors)),
    topics: topicsOf(said),
    evidence: [...new Set([...extracts.map(({ id }) => id), ...because])],
  }
}

/** How it ended, and the messages that say so. */
function outcomeOf(said: readonly AnalysedMessage[]): Pick<ConversationAnalysis, 'outcome'> & { because: string[] } {
  const firstHelp = said.findIndex(isHelpers)
  if (!said.some(isVisitors)) return { outcome: 'unclear', because: [] }
  if (firstHelp === -1) return { outcome: 'unanswered', because: said.slice(-1).map(({ id }) => id) }
  // The last thing that the visitor said about it counts.
  for (const { id, content } of said.slice(firstHelp).filter(isVisitors).toReversed()) {
    const isSettled = saysSettled(content)
    if (isSettled !== undefined) return { outcome: isSettled ? 'resolved' : 'unresolved', because: [id] }
    const mood = moodOf(content)
    if (/[?？؟]\s*$/.test(content)) break
    if (mood !== 0) return { outcome: mood > 0 ? 'resolved' : 'unresolved', because: [id] }
  }
  const last = said.at(-1)!
  return isVisitors(last) && /[?？؟]\s*$/.test(last.content)
    ? { outcome: 'unresolved', because: [last.id] }
    : { outcome: 'unclear', because: [] }
}

/** What the visitor feels, the later the more it counts. */
function sentimentOf(theirs: readonly AnalysedMessage[]): ConversationAnalysis['sentiment'] {
  let mood = 0
  for (const [i, { content }] of theirs.entries()) mood += moodOf(content) * ((i + 1) / theirs.length)
  if (Math.abs(mood) < minMood) return 'neutral'
  return mood > 0 ? 'positive' : 'negative'
}

/** What is spoken of most, by both sides if it can be, and is said in few of the messages: in the form in which it was written. */
function topicsOf(said: readonly AnalysedMessage[]): string[] {
  const found = new Map<string, { form: string; times: number; messages: number; sides: Set<boolean> }>()
  for (const message of said) {
    const seen = new Set<string>()
    for (const [form] of message.content
      .replaceAll(/\bhttps?:\/\/\S+/gi, ' ')
      .matchAll(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu)) {
      const term = termsOf(form)[0]
      if (term === undefined || form.length < 4 || /^\d+$/.test(form) || form.length > 60) continue
      const topic = found.get(term) ?? { form, times: 0, messages: 0, sides: new Set<boolean>() }
      topic.times++
      topic.sides.add(isVisitors(message))
      if (!seen.has(term)) topic.messages++
      seen.add(term)
      found.set(term, topic)
    }
  }
  return [...found.values()]
    .filter(({ form }) => moodOf(form) === 0)
    .map((topic) => ({
      ...topic,
      weight: topic.times * topic.sides.size * Math.log(1 + (said.length + 1) / topic.messages),
    }))
    .sort((a, b) => b.weight - a.weight || a.form.localeCompare(b.form, 'en'))
    .slice(0, maxTopics)
    .map(({ form }) => form.toLowerCase())
}
