import type { Language } from '@parley/contracts/fields'
import type { AnalysedMessage } from '@parley/contracts/summaries/jobs'

/** What AI says of itself, in the visitor’s language. */
interface AiWords {
  name: string
  introduction: (company: string) => string
  sources: string
  handOver: string
}

const words: Record<Language, AiWords> = {
  en: {
    name: 'AI assistant',
    introduction: (company) => `I am the AI assistant of ${company}. This is what I know:`,
    sources: 'Source',
    handOver: 'I pass this on to my colleagues. A person will answer you here.',
  },
  tr: {
    name: 'Yapay zekâ asistanı',
    introduction: (company) => `Ben ${company} yapay zekâ asistanıyım. Bildiklerim şunlar:`,
    sources: 'Kaynak',
    handOver: 'Bunu ekip arkadaşlarıma iletiyorum. Burada size bir insan yanıt verecek.',
  },
  de: {
    name: 'KI-Assistent',
    introduction: (company) => `Ich bin der KI-Assistent von ${company}. Das weiß ich dazu:`,
    sources: 'Quelle',
    handOver: 'Ich gebe das an meine Kolleginnen und Kollegen weiter. Ein Mensch antwortet Ihnen hier.',
  },
  es: {
    name: 'Asistente de IA',
    introduction: (company) => `Soy el asistente de IA de ${company}. Esto es lo que sé:`,
    sources: 'Fuente',
    handOver: 'Se lo paso a mis compañeros. Una persona le responderá aquí.',
  },
}

/** What AI is called. */
export const aiName = (language: Language): string => words[language].name

/** What AI says when it leaves a conversation to people. */
export const handOverText = (language: Language): string => words[language].handOver

/**
 * A conversation for who is to say what it was about: AI's handing over is then what the desk says by itself, and its answers
 * are without what it said of itself before them.
 */
export const withoutOwnWords = (messages: readonly AnalysedMessage[]): AnalysedMessage[] =>
  messages.map((message) => {
    if (message.sender !== 'ai') return message
    if (isHandOver(message.content)) return { ...message, sender: 'system' }
    return { ...message, content: withoutIntroduction(message.content) }
  })

const isHandOver = (content: string): boolean =>
  Object.values(words).some(({ handOver }) => content.startsWith(handOver))

function withoutIntroduction(content: string): string {
  const [first = '', ...answer] = content.split('\n\n')
  const isIntroduction = Object.values(words).some(({ introduction }) => {
    const [before = '', after = ''] = introduction('\0').split('\0')
    return first.startsWith(before) && first.endsWith(after)
  })
  return isIntroduction && answer.length > 0 ? answer.join('\n\n') : content
}

/**
 * What AI answers: that it is one, where it has said nothing yet; the answer; and where that is from.
 *
 * @param answer.sources in words, each once
 */
export function aiAnswer(
  language: Language,
  company: string,
  { text, sources, isFirst }: { text: string; sources: readonly string[]; isFirst: boolean },
): string {
  const { introduction, sources: label } = words[language]
  return [
    ...(isFirst ? [introduction(company)] : []),
    text,
    ...(sources.length > 0 ? [`${label}: ${[...new Set(sources)].join(' · ')}`] : []),
  ].join('\n\n')
}
