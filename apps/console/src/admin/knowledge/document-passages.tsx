import type { Output } from '@parley/client/index'
import { useLocation, useSearch } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { nextAfter, useAskedPages } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import styles from './knowledge.module.css'
import { knowledgeTexts } from './texts/index.ts'

type DocumentPassage = Output<'listKnowledgePassages'>['data'][number]

const pageSize = 20

/** What a document was cut into, in its order, as searches and twins find it. */
export function DocumentPassages({ documentId }: { documentId: string }) {
  const texts = useTexts(knowledgeTexts)
  const [location, navigate] = useLocation()
  const wanted = Number(new URLSearchParams(useSearch()).get('p') ?? 0)
  const first = Number.isInteger(wanted) && wanted > 0 ? wanted : 0
  const passages = useAskedPages<DocumentPassage, number>(
    ['knowledge', documentId, 'passages', first],
    async ({ parley }, after = first > 0 ? first - 1 : undefined) => {
      const { data } = await parley.knowledge.listPassages({
        id: documentId,
        limit: pageSize,
        ...(after !== undefined && { after }),
      })
      return { data, next: nextAfter(data, pageSize, ({ passage }) => passage) }
    },
  )
  return (
    <Section
      title={texts.cutInto}
      about={texts.cutIntoAbout}
      actions={first > 0 && <Button onClick={() => navigate(location)}>{texts.fromBeginning}</Button>}
    >
      <Loaded of={passages}>
        {(all) =>
          all.length === 0 ? (
            <p>{texts.noPassages}</p>
          ) : (
            <ol className={styles.passages}>
              {all.map((each) => (
                <Passage key={each.passage} passage={each} />
              ))}
            </ol>
          )
        }
      </Loaded>
      <More of={passages.more} />
    </Section>
  )
}

function Passage({ passage: { passage, content, place } }: { passage: DocumentPassage }) {
  const texts = useTexts(knowledgeTexts)
  const { page, slide, sheet, row, headings } = place
  const where = [
    page !== undefined && texts.page(page),
    slide !== undefined && texts.slide(slide),
    sheet,
    row !== undefined && texts.row(row),
    headings.join(' › '),
  ]
  return (
    <li className={styles.passage}>
      <h4 className={styles.source}>{texts.passageNumber(passage + 1)}</h4>
      <p className={styles.place} dir="auto">
        {where.filter(Boolean).join(' · ')}
      </p>
      <p className={styles.cut} dir="auto">
        {content}
      </p>
    </li>
  )
}
