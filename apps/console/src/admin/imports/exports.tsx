import type { ExportSummary } from '@parley/client/index'
import { useState } from 'react'
import { idFrom } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { CheckField } from '../../ui/field.tsx'
import { useAttempt, useForm } from '../../ui/forms.ts'
import { saveFrom } from '../../ui/save.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { nextAfter, useAskedPages, useRefresh, useRefreshWhile } from '../parts/asked.ts'
import { Badge, Form } from '../parts/form.tsx'
import { JobProgress } from '../parts/job-progress.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { PersonName } from '../parts/person-name.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { isCancelled, isRunning } from './import-state.tsx'
import { importsTexts } from './texts/index.ts'

const pageSize = 10

/** The workspace as an archive: started, followed, and downloaded by whoever asked for it. */
export function Exports() {
  const texts = useTexts(importsTexts)
  const exports = useAskedPages<ExportSummary, string>(['exports'], async ({ parley, workspaceId }, before) => {
    const { data } = await parley.workspaces.listExports({
      id: workspaceId,
      limit: pageSize,
      ...(before && { before }),
    })
    return { data, next: nextAfter(data, pageSize, ({ id }) => id) }
  })
  useRefreshWhile(exports.data?.some(isRunning) ?? false, 'exports')
  return (
    <Section title={texts.export} about={texts.exportAbout}>
      <StartExport />
      <Loaded of={exports}>{(all) => (all.length > 0 ? <ExportTable exports={all} /> : null)}</Loaded>
      <More of={exports.more} />
    </Section>
  )
}

function StartExport() {
  const texts = useTexts(importsTexts)
  const { parley, workspaceId } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm([])
  const start = (form: FormData) =>
    submit(async () => {
      await parley.workspaces.startExport({ id: workspaceId, files: form.has('files') })
      await refresh(['exports'])
    })
  return (
    <Form problem={problems.whole} isBusy={isBusy} action={texts.startExport} onSubmit={(form) => void start(form)}>
      <CheckField label={texts.withFiles} hint={texts.withFilesHint} name="files" defaultChecked />
    </Form>
  )
}

function ExportTable({ exports }: { exports: readonly ExportSummary[] }) {
  const texts = useTexts(importsTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  return (
    <Table
      label={texts.exports}
      rows={exports}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.started,
          kind: 'main',
          cell: ({ started_at, requested_by }) => (
            <Named name={dates.dateTime(started_at)} about={<PersonName id={idFrom('usr', requested_by) ?? ''} />} />
          ),
        },
        { label: texts.status, cell: (job) => <ExportState job={job} /> },
        { label: texts.contents, cell: (job) => <Contents job={job} /> },
        { label: actions, kind: 'buttons', cell: (job) => <ExportButtons job={job} /> },
      ]}
    />
  )
}

function ExportState({ job }: { job: ExportSummary }) {
  const texts = useTexts(importsTexts)
  const errorText = useErrorText()
  const { status, progress, error } = job
  if (isRunning(job)) return <JobProgress percent={progress} />
  if (isCancelled(job)) return <Badge>{texts.cancelled}</Badge>
  return status === 'failed' ? (
    <Badge tone="bad">{error ? errorText(error) : texts.failed}</Badge>
  ) : (
    <Badge tone="good">{texts.complete}</Badge>
  )
}

/** What is in an export, and what is not. */
function Contents({ job: { channels, messages, files, left_out } }: { job: ExportSummary }) {
  const texts = useTexts(importsTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  const left = [
    left_out.channels > 0 && texts.channelCount(format(left_out.channels)),
    left_out.files > 0 && texts.fileCount(format(left_out.files)),
  ].filter(Boolean)
  return (
    <div>
      {[
        texts.channelCount(format(channels)),
        texts.messageCount(format(messages)),
        texts.fileCount(format(files)),
      ].join(' · ')}
      {left.length > 0 && <p>{texts.withoutThese(left.join(' · '))}</p>}
    </div>
  )
}

function ExportButtons({ job }: { job: ExportSummary }) {
  const texts = useTexts(importsTexts)
  const { cancel } = useTexts(uiTexts)
  const { parley, workspaceId, me } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const ref = { id: workspaceId, exportId: job.id }
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await attempt(work)
    setBusy(false)
  }
  const download = () =>
    run(async () => {
      const { archive } = (await parley.workspaces.getExport(ref)).data
      if (archive) saveFrom(archive.url, archive.name)
      else say(texts.archiveGone)
    })
  const remove = () =>
    run(async () => {
      await parley.workspaces.deleteExport(ref)
      await refresh(['exports'])
    })
  // An archive is of whoever asked for it, since it holds what they may read.
  const isMine = idFrom('usr', job.requested_by) === me.uuid
  if (isRunning(job))
    return (
      <Button kind="quiet" isBusy={isBusy} onClick={() => void remove()}>
        {cancel}
      </Button>
    )
  if (job.status !== 'completed' || !isMine) return null
  return (
    <>
      <Button isBusy={isBusy} onClick={() => void download()}>
        {texts.download}
      </Button>
      <Button kind="quiet" isBusy={isBusy} onClick={() => void remove()}>
        {texts.remove}
      </Button>
    </>
  )
}
