import { SearchX } from 'lucide-react'
import { Link } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { highlightParts } from '../../text/highlight.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useAsked } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import styles from './knowledge.module.css'
import { knowledgeTexts } from './texts/index.ts'

interface PassagesProps {
  query: string
  /** Only what this document says. */
  documentId?: string
}

/** The passages that a question finds, best first, with what was found marked. */
export function Passages({ query, documentId }: PassagesProps) {
  const texts = useTexts(knowledgeTexts)
  const found = useAsked(['knowledge', 'search', query, documentId ?? null], async ({ parley }, signal) => {
    const within = documentId === undefined ? {} : { document_ids: [documentId] }
    return (await parley.knowledge.search({ query, limit: 20, ...within }, { signal })).data
  })
  return (
    <Loaded of={found}>
      {(passages) =>
        passages.length === 0 ? (
          <EmptyState icon={SearchX} title={texts.nothingFound} about={texts.nothingFoundAbout} />
        ) : (
          <ol className={styles.passages}>
            {passages.map(({ id, passage, source, content, highlights }) => (
              <li key={`${id} ${passage}`} className={styles.passage}>
                <h3 className={styles.source} dir="auto">
                  {documentId === undefined ? <Link href={`/${idIn('doc', id)}`}>{source}</Link> : source}
                </h3>
                {highlights.map((highlight) => (
                  <Highlight key={highlight} text={highlight} />
                ))}
                <details className={styles.whole}>
                  <summary>{texts.wholePassage(passage + 1)}</summary>
                  <p dir="auto">{content}</p>
                </details>
              </li>
            ))}
          </ol>
        )
      }
    </Loaded>
  )
}

const Highlight = ({ text }: { text: string }) => (
  <p dir="auto">
    {highlightParts(text).map(({ text: part, isMatch }, at) => (isMatch ? <mark key={at}>{part}</mark> : part))}
  </p>
)
