import type { Import } from '@parley/client/index'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { idFrom } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { useAttempt } from '../../ui/forms.ts'
import { saveFrom, saveText } from '../../ui/save.ts'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh, useRefreshWhile } from '../parts/asked.ts'
import { Problem } from '../parts/form.tsx'
import { JobProgress } from '../parts/job-progress.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { Counts } from './counts.tsx'
import { Gaps } from './days.tsx'
import { ImportState, isCancelled, isRunning, nameOf } from './import-state.tsx'
import { ImportedChannels } from './imported-channels.tsx'
import { Problems } from './problems.tsx'
import { Proof } from './proof.tsx'
import { proofCsv } from './proof-csv.ts'
import { importsTexts } from './texts/index.ts'

/** One import: how far it is, and then the report of what came in, what did not and why, and that both sides are the same. */
export function ImportScreen({ id }: { id: string }) {
  const job = useAsked(
    ['imports', id],
    async ({ parley, workspaceId }) => (await parley.workspaces.getImport({ id: workspaceId, importId: id })).data,
  )
  useRefreshWhile(job.data !== undefined && isRunning(job.data), 'imports')
  return <Loaded of={job}>{(shown) => <Report job={shown} />}</Loaded>
}

function Report({ job }: { job: Import }) {
  const texts = useTexts(importsTexts)
  const dates = useDates()
  const errorText = useErrorText()
  const { id, requested_by, started_at, completed_at, progress, eta_seconds, error, problems, proof } = job
  return (
    <Page
      title={
        <>
          {nameOf(job, texts)} <ImportState job={job} />
        </>
      }
      about={
        <>
          {texts.startedOn(dates.dateTime(started_at))} ·{' '}
          <PersonName id={idFrom('usr', requested_by) ?? requested_by} />
          {completed_at && ` · ${texts.endedOn(dates.dateTime(completed_at))}`}
        </>
      }
      back={{ href: '/', label: texts.title }}
      actions={isRunning(job) ? <CancelButton job={job} /> : <AfterwardsButtons job={job} />}
    >
      {isRunning(job) && <JobProgress percent={progress} etaSeconds={eta_seconds} />}
      {error && !isCancelled(job) && <Problem text={errorText(error)} />}
      {isCancelled(job) && <p>{texts.cancelledAbout}</p>}
      {proof && <Proof proof={proof} />}
      <Counts messages={job.messages} channels={job.channels} />
      {proof && !proof.is_equal && <Gaps importId={id} />}
      <Problems problems={problems} />
      <ImportedChannels importId={id} />
    </Page>
  )
}

function CancelButton({ job }: { job: Import }) {
  const texts = useTexts(importsTexts)
  const { parley, workspaceId } = useStore()
  const refresh = useRefresh()
  const [isAsking, setAsking] = useState(false)
  const cancel = async () => {
    await parley.workspaces.cancelImport({ id: workspaceId, importId: job.id })
    await refresh(['imports'], ['history'])
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{texts.cancelImport}</Button>
      {isAsking && (
        <ConfirmDialog
          title={texts.cancelTitle}
          about={texts.cancelAbout}
          action={texts.cancelImport}
          isDangerous
          onConfirm={cancel}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

/** What can be done with an import that has ended. */
function AfterwardsButtons({ job }: { job: Import }) {
  const texts = useTexts(importsTexts)
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await attempt(work)
    setBusy(false)
  }
  const retry = () =>
    run(async () => {
      await parley.workspaces.retryImport({ id: workspaceId, importId: job.id })
      say(texts.retried)
      await refresh(['imports'], ['history'])
    })
  const download = () => run(async () => saveText(await proofCsv(parley, workspaceId, job.id), `${job.id}.csv`))
  const { archive } = job
  // A history is read again from its platform; an archive, as long as it is kept.
  const hasGaps = job.channels.failed > 0 || job.proof?.is_equal === false
  const canRetry = !isCancelled(job) && (job.kind === 'history' || archive !== null)
  return (
    <>
      {job.proof && (
        <Button isBusy={isBusy} onClick={() => void download()}>
          <Download aria-hidden />
          {texts.downloadReport}
        </Button>
      )}
      {archive && <Button onClick={() => saveFrom(archive.url, archive.name)}>{texts.downloadArchive}</Button>}
      {canRetry && (
        <Button kind={hasGaps ? 'main' : 'plain'} isBusy={isBusy} onClick={() => void retry()}>
          {texts.retry}
        </Button>
      )}
    </>
  )
}
