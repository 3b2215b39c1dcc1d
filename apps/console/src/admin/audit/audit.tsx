import type { AuditEntry } from '@parley/client/index'
import { Download, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { asFieldValue } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { saveText } from '../../ui/save.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useAskedPages } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { AuditTable } from './audit-table.tsx'
import { FilterFields } from './filter-fields.tsx'
import { type AuditFilters, addressOf, filtersOf, queryOf } from './filters.ts'
import { auditTexts } from './texts/index.ts'

/** Who has changed what in the workspace. What is filtered for is in the address. */
export default function AuditLog() {
  const texts = useTexts(auditTexts)
  const search = useSearch()
  const filters = filtersOf(search)
  const [, navigate] = useLocation()
  const isFiltered = Object.keys(filters).length > 0
  const show = (changes: AuditFilters) => navigate(addressOf({ ...filters, ...changes }))
  const entries = useAskedPages<AuditEntry, string>(['audit', addressOf(filters)], async ({ parley }, before) => {
    const { data, meta } = await parley.auditLog.list({ ...queryOf(filters), limit: 50, ...(before && { before }) })
    return { data, next: meta.has_more ? data.at(-1)?.id : undefined }
  })
  return (
    <Page title={texts.title} about={texts.about} actions={<DownloadButton filters={filters} />}>
      <FilterFields filters={filters} onChange={show} onClear={isFiltered ? () => navigate('/') : undefined} />
      <Loaded of={entries}>
        {(all) =>
          all.length > 0 ? (
            <AuditTable entries={all} onActor={(actor) => show({ actor })} />
          ) : (
            <EmptyState
              icon={ScrollText}
              title={isFiltered ? texts.noneFound : texts.none}
              about={isFiltered ? undefined : texts.noneAbout}
            />
          )
        }
      </Loaded>
      <More of={entries.more} />
    </Page>
  )
}

function DownloadButton({ filters }: { filters: AuditFilters }) {
  const texts = useTexts(auditTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    await attempt(async () =>
      saveText(
        await parley.auditLog.download(queryOf(filters)),
        `audit-log-${asFieldValue(new Date()).slice(0, 10)}.csv`,
      ),
    )
    setBusy(false)
  }
  return (
    <Button isBusy={isBusy} onClick={() => void download()}>
      <Download aria-hidden />
      {texts.download}
    </Button>
  )
}
