import { LibraryBig } from 'lucide-react'
import type { FormEvent } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { formatBytes } from '../../i18n/numbers.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useAsked, useAskedList, useRefreshWhile } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { DocumentState } from './document-state.tsx'
import styles from './knowledge.module.css'
import { Passages } from './passages.tsx'
import { knowledgeTexts } from './texts/index.ts'
import { UploadArea } from './upload-area.tsx'

/** All documents, and what a question finds in them. */
export function DocumentList() {
  const texts = useTexts(knowledgeTexts)
  const query = new URLSearchParams(useSearch()).get('q') ?? ''
  return (
    <Page title={texts.title} about={<Numbers />}>
      <SearchField key={query} query={query} />
      {query ? (
        <Passages query={query} />
      ) : (
        <>
          <UploadArea />
          <Documents />
        </>
      )}
    </Page>
  )
}

/** How much there is, in numbers. */
function Numbers() {
  const texts = useTexts(knowledgeTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  const { data } = useAsked(
    ['knowledge', 'graph'],
    async ({ parley }) => (await parley.knowledgeGraph.getStatistics()).data,
  )
  if (!data) return texts.about
  return texts.numbers(format(data.document_count), format(data.entity_count), format(data.relationship_count))
}

function SearchField({ query }: { query: string }) {
  const texts = useTexts(knowledgeTexts)
  const [, navigate] = useLocation()
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asked = String(new FormData(event.currentTarget).get('q')).trim()
    navigate(asked ? `/?${new URLSearchParams({ q: asked })}` : '/')
  }
  return (
    <search>
      <form onSubmit={search}>
        <input
          className={styles.search}
          type="search"
          name="q"
          dir="auto"
          maxLength={2_000}
          defaultValue={query}
          placeholder={texts.search}
          aria-label={texts.search}
        />
      </form>
    </search>
  )
}

/** How often is asked whether what is being read is ready. */
const pollMs = 2_000

function Documents() {
  const texts = useTexts(knowledgeTexts)
  const dates = useDates()
  const documents = useAskedList(['knowledge', 'documents'], ({ parley }, offset) =>
    parley.knowledge.list({ limit: 50, offset }),
  )
  const isReading = documents.data?.some(({ status }) => status === 'processing') ?? false
  useRefreshWhile(isReading, 'knowledge', pollMs)
  return (
    <>
      <Loaded of={documents}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={LibraryBig} title={texts.none} about={texts.noneAbout} />
          ) : (
            <Table
              label={texts.title}
              rows={all}
              keyOf={({ id }) => id}
              columns={[
                {
                  label: texts.document,
                  kind: 'main',
                  cell: ({ id, title, type, size, twin_id }) => (
                    <Named
                      name={<Link href={`/${idIn('doc', id)}`}>{title}</Link>}
                      about={[type?.toUpperCase(), formatBytes(size), twin_id && texts.ofTwin]
                        .filter(Boolean)
                        .join(' · ')}
                    />
                  ),
                },
                { label: texts.state, cell: (document) => <DocumentState document={document} /> },
                { label: texts.passages, kind: 'number', cell: ({ chunk_count }) => chunk_count },
                { label: texts.changed, cell: ({ updated_at }) => dates.ago(updated_at) },
              ]}
            />
          )
        }
      </Loaded>
      <More of={documents.more} />
    </>
  )
}
