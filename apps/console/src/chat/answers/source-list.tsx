import { FileText, Globe, MessageSquare, MessagesSquare } from 'lucide-react'
import { useMemo } from 'react'
import { useTexts } from '../../i18n/language.ts'
import type { TextMarks } from '../../text/words.ts'
import styles from './answers.module.css'
import { SourceLink, useSourceTitle } from './source-link.tsx'
import type { Source } from './sources.ts'
import { answersTexts } from './texts/index.ts'

const icons = { message: MessageSquare, document: FileText, page: Globe, conversation: MessagesSquare }

/** What an answer rests on, numbered as in its text. */
export function SourceList({ sources }: { sources: readonly Source[] }) {
  const texts = useTexts(answersTexts)
  if (sources.length === 0) return null
  return (
    <nav className={styles.sources} aria-label={texts.sources}>
      <ol>
        {sources.map((source, at) => (
          <li key={source.id}>
            <NumberedSource source={source} number={at + 1} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function NumberedSource({ source, number }: { source: Source; number: number }) {
  const title = useSourceTitle(source)
  const Icon = icons[source.type]
  return (
    <SourceLink source={source} className={styles.source}>
      <span className={styles.number}>{number}</span>
      <Icon aria-hidden />
      <bdi className={styles.title}>{title}</bdi>
    </SourceLink>
  )
}

/** What is drawn in the place of the ids that an answer names its sources by: their numbers, which open them. */
export function useSourceMarks(sources: readonly Source[]): TextMarks {
  return useMemo(
    () =>
      new Map(sources.map((source, at) => [source.id, <SourceMark key={source.id} source={source} number={at + 1} />])),
    [sources],
  )
}

function SourceMark({ source, number }: { source: Source; number: number }) {
  const texts = useTexts(answersTexts)
  const title = useSourceTitle(source)
  return (
    <SourceLink source={source} className={styles.mark} label={texts.sourceOf(number, title)}>
      {number}
    </SourceLink>
  )
}
