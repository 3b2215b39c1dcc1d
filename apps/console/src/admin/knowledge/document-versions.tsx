import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { formatBytes } from '../../i18n/numbers.ts'
import { Badge } from '../parts/form.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { Named, Table } from '../parts/table.tsx'
import { DocumentState } from './document-state.tsx'
import { knowledgeTexts } from './texts/index.ts'
import type { WholeDocument } from './whole-document.ts'

/** The versions of a document, what each was cut into, and its file. */
export function DocumentVersions({ document }: { document: WholeDocument }) {
  const texts = useTexts(knowledgeTexts)
  const dates = useDates()
  const { format } = new Intl.NumberFormat(useLanguage())
  return (
    <Table
      label={texts.versions}
      rows={document.versions}
      keyOf={({ version }) => String(version)}
      columns={[
        {
          label: texts.version,
          kind: 'main',
          cell: ({ version, file, size, is_truncated }) => (
            <Named
              name={
                <a href={file.url} download={file.name}>
                  {texts.versionNumber(version)}
                </a>
              }
              about={[formatBytes(size), is_truncated && texts.truncated].filter(Boolean).join(' · ')}
            />
          ),
        },
        {
          label: texts.state,
          cell: (version) =>
            version.is_searched ? (
              <Badge tone="good">{texts.searched}</Badge>
            ) : (
              <DocumentState document={{ ...version, is_public: false }} />
            ),
        },
        { label: texts.passages, kind: 'number', cell: ({ chunk_count }) => format(chunk_count) },
        { label: texts.characters, kind: 'number', cell: ({ character_count }) => format(character_count) },
        {
          label: texts.uploaded,
          cell: ({ uploaded_by, created_at }) => (
            <Named name={dates.date(created_at)} about={<PersonName id={uploaded_by} />} />
          ),
        },
      ]}
    />
  )
}
