import type { ImportSummary } from '@parley/client/index'
import { FolderInput } from 'lucide-react'
import { Link } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { EmptyState } from '../../ui/states.tsx'
import { nextAfter, useAskedPages, useRefreshWhile } from '../parts/asked.ts'
import { JobProgress } from '../parts/job-progress.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { ArchiveUpload } from './archive-upload.tsx'
import { Exports } from './exports.tsx'
import { ImportState, isRunning, nameOf } from './import-state.tsx'
import { importsTexts } from './texts/index.ts'

const pageSize = 20

/** Imports with how far they are, a place for a new archive, and exports. */
export function ImportList() {
  const texts = useTexts(importsTexts)
  const imports = useAskedPages<ImportSummary, string>(['imports', 'all'], async ({ parley, workspaceId }, before) => {
    const { data } = await parley.workspaces.listImports({
      id: workspaceId,
      limit: pageSize,
      ...(before && { before }),
    })
    return { data, next: nextAfter(data, pageSize, ({ id }) => id) }
  })
  useRefreshWhile(imports.data?.some(isRunning) ?? false, 'imports')
  return (
    <Page title={texts.title} about={texts.about}>
      <Section title={texts.import} about={texts.importAbout}>
        <ArchiveUpload />
        <Loaded of={imports}>
          {(all) =>
            all.length > 0 ? (
              <ImportTable imports={all} />
            ) : (
              <EmptyState icon={FolderInput} title={texts.none} about={texts.noneAbout} />
            )
          }
        </Loaded>
        <More of={imports.more} />
      </Section>
      <Exports />
    </Page>
  )
}

function ImportTable({ imports }: { imports: readonly ImportSummary[] }) {
  const texts = useTexts(importsTexts)
  const dates = useDates()
  const { format } = new Intl.NumberFormat(useLanguage())
  return (
    <Table
      label={texts.imports}
      rows={imports}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.source,
          kind: 'main',
          cell: (job) => (
            <Named
              name={<Link href={`/${job.id}`}>{nameOf(job, texts)}</Link>}
              about={dates.dateTime(job.started_at)}
            />
          ),
        },
        {
          label: texts.status,
          cell: (job) =>
            isRunning(job) ? (
              <JobProgress percent={job.progress} etaSeconds={job.eta_seconds} />
            ) : (
              <ImportState job={job} />
            ),
        },
        { label: texts.channels, kind: 'number', cell: ({ channels }) => format(channels.total) },
        { label: texts.imported, kind: 'number', cell: ({ messages }) => format(messages.imported) },
        { label: texts.leftOut, kind: 'number', cell: ({ messages }) => format(messages.left_out) },
      ]}
    />
  )
}
