import type { Output } from '@parley/client/index'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { idFrom } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { saveText } from '../../ui/save.ts'
import { useAsked, useRefresh, useRefreshWhile } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { CopiesTable } from './copies-table.tsx'
import { ErasureState } from './erasure-state.tsx'
import { erasuresTexts } from './texts/index.ts'

type ErasureWithReceipt = Output<'getErasure'>

/** One erasure: each kind of copy, whether all of it is gone, and the signed receipt. */
export function ErasureScreen({ id }: { id: string }) {
  const erasure = useAsked(['erasures', id], ({ parley }) => parley.tenant.getErasure({ id }))
  useRefreshWhile(erasure.data?.state === 'running', 'erasures')
  return <Loaded of={erasure}>{(shown) => <OpenErasure erasure={shown} />}</Loaded>
}

function OpenErasure({ erasure }: { erasure: ErasureWithReceipt }) {
  const texts = useTexts(erasuresTexts)
  const dates = useDates()
  const { id, subject, state, requestedBy, requestedAt, completedAt, copies, receipt } = erasure
  return (
    <Page
      title={
        <>
          {texts.kinds[subject.kind]} <ErasureState state={state} />
        </>
      }
      about={
        <>
          {texts.requestedOn(dates.dateTime(requestedAt))} ·{' '}
          <PersonName id={idFrom('usr', requestedBy) ?? requestedBy} />
          {completedAt && ` · ${texts.completedOn(dates.dateTime(completedAt))}`}
          <br />
          <code>{subject.id}</code>
        </>
      }
      back={{ href: '/', label: texts.title }}
      actions={
        <>
          {state === 'partial' && <RetryButton id={id} />}
          {receipt && (
            <Button kind="main" onClick={() => saveText(receipt, `${id}.jwt`, 'application/jwt')}>
              <Download aria-hidden />
              {texts.downloadReceipt}
            </Button>
          )}
        </>
      }
    >
      <Section title={texts.copies} about={texts.copiesAbout}>
        <CopiesTable copies={copies} />
      </Section>
      <Section title={texts.receipt} about={receipt ? texts.receiptAbout : texts.noReceipt} />
    </Page>
  )
}

function RetryButton({ id }: { id: string }) {
  const texts = useTexts(erasuresTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    await attempt(async () => {
      await parley.tenant.retryErasure({ id })
      await refresh(['erasures'])
    })
    setBusy(false)
  }
  return (
    <Button isBusy={isBusy} onClick={() => void retry()}>
      {texts.retry}
    </Button>
  )
}
