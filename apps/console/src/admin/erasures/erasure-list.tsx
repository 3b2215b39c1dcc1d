import type { Erasure } from '@parley/client/index'
import { Eraser } from 'lucide-react'
import { Link } from 'wouter'
import { idFrom } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { EmptyState } from '../../ui/states.tsx'
import { nextAfter, useAskedPages, useRefreshWhile } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { Named, Table } from '../parts/table.tsx'
import { ErasureState } from './erasure-state.tsx'
import { erasuresTexts } from './texts/index.ts'

const pageSize = 25

/** The erasures of the workspace, the newest first. */
export function ErasureList() {
  const texts = useTexts(erasuresTexts)
  const erasures = useAskedPages<Erasure, string>(['erasures', 'all'], async ({ parley }, before) => {
    const { erasures } = await parley.tenant.listErasures({ limit: pageSize, ...(before && { before }) })
    return { data: erasures, next: nextAfter(erasures, pageSize, ({ id }) => id) }
  })
  useRefreshWhile(erasures.data?.some(({ state }) => state === 'running') ?? false, 'erasures')
  return (
    <Page title={texts.title} about={texts.about}>
      <Loaded of={erasures}>
        {(all) =>
          all.length > 0 ? (
            <ErasureTable erasures={all} />
          ) : (
            <EmptyState icon={Eraser} title={texts.none} about={texts.noneAbout} />
          )
        }
      </Loaded>
      <More of={erasures.more} />
    </Page>
  )
}

function ErasureTable({ erasures }: { erasures: readonly Erasure[] }) {
  const texts = useTexts(erasuresTexts)
  const dates = useDates()
  const { format } = new Intl.NumberFormat(useLanguage())
  return (
    <Table
      label={texts.title}
      rows={erasures}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.subject,
          kind: 'main',
          cell: ({ id, subject }) => (
            <Named name={<Link href={`/${id}`}>{texts.kinds[subject.kind]}</Link>} about={subject.id} />
          ),
        },
        { label: texts.state, cell: ({ state }) => <ErasureState state={state} /> },
        {
          label: texts.copies,
          kind: 'number',
          cell: ({ copies }) => format(copies.reduce((sum, { count }) => sum + count, 0)),
        },
        { label: texts.by, cell: ({ requestedBy }) => <PersonName id={idFrom('usr', requestedBy) ?? requestedBy} /> },
        { label: texts.requested, cell: ({ requestedAt }) => dates.dateTime(requestedAt) },
      ]}
    />
  )
}
