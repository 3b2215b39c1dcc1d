import type { HistoryImport, PlatformConnection } from '@parley/client/index'
import { useState } from 'react'
import { Link } from 'wouter'
import { base, workspacePath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { CheckField, TextField } from '../../ui/field.tsx'
import { useAttempt, useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { nextAfter, useAsked, useAskedPages, useRefresh, useRefreshOn, useRefreshWhile } from '../parts/asked.ts'
import { Form, textIn } from '../parts/form.tsx'
import { JobProgress } from '../parts/job-progress.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import styles from './connections.module.css'
import { connectionsTexts } from './texts/index.ts'

const pageSize = 20

type Platform = PlatformConnection['platform']

/** What was written on the platform before, imported since a day, with what has become of it. */
export function History({ platform }: { platform: Platform }) {
  const texts = useTexts(connectionsTexts)
  const jobs = useAskedPages<HistoryImport, string>(['history', platform], async ({ parley }, before) => {
    const { jobs: data } = await parley.platformConnections.listHistoryImports({
      platform,
      limit: pageSize,
      ...(before && { before }),
    })
    return { data, next: nextAfter(data, pageSize, ({ jobId }) => jobId) }
  })
  useRefreshOn('import.progress', 'history')
  useRefreshWhile(jobs.data?.some(({ status }) => isRunning(status)) ?? false, 'history')
  return (
    <Section title={texts.history} about={texts.historyAbout}>
      <StartForm platform={platform} />
      <Loaded of={jobs}>{(all) => (all.length > 0 ? <JobTable platform={platform} jobs={all} /> : null)}</Loaded>
      <More of={jobs.more} />
    </Section>
  )
}

function StartForm({ platform }: { platform: Platform }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['since', 'until'])
  const [isAll, setAll] = useState(false)
  const connections = useAsked(['connections'], ({ parley }) => parley.platformConnections.listConnections())
  const selected = connections.data?.connected
    .find((each) => each.platform === platform)
    ?.channels.filter((each) => each.isSelected)
  const areAll = isAll || !selected?.length

  return (
    <Form
      problem={problems.whole}
      isBusy={isBusy}
      action={texts.startImport}
      onSubmit={(form) =>
        void submit(async () => {
          const since = textIn(form, 'since')
          const until = textIn(form, 'until')
          await parley.platformConnections.importHistory({
            platform,
            ...(since && { since }),
            ...(until && { until }),
            ...(!areAll && { channelIds: selected.map(({ id }) => id) }),
          })
          await refresh(['history'])
        })
      }
    >
      <div className={styles.dates}>
        <TextField label={texts.from} hint={texts.fromHint} name="since" type="date" problem={problems.fields.since} />
        <TextField
          label={texts.until}
          hint={texts.untilHint}
          name="until"
          type="date"
          problem={problems.fields.until}
        />
      </div>
      <CheckField
        label={texts.allChannels}
        checked={areAll}
        disabled={!selected?.length}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
    </Form>
  )
}

function JobTable({ platform, jobs }: { platform: Platform; jobs: readonly HistoryImport[] }) {
  const texts = useTexts(connectionsTexts)
  const { actions } = useTexts(adminTexts)
  const { cancel } = useTexts(uiTexts)
  const dates = useDates()
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const stop = (jobId: string) =>
    void attempt(async () => {
      await parley.platformConnections.cancelHistoryImport({ platform, jobId })
      await refresh(['history'])
    })
  return (
    <Table
      label={texts.imports}
      rows={jobs}
      keyOf={({ jobId }) => jobId}
      columns={[
        {
          label: texts.started,
          kind: 'main',
          cell: ({ jobId, startedAt, since }) => (
            <Named
              name={
                <Link href={`~${base}${workspacePath(workspaceId)}/admin/imports/${jobId}`}>
                  {dates.dateTime(startedAt)}
                </Link>
              }
              about={since ? texts.sinceDay(dates.date(since)) : texts.fromBeginning}
            />
          ),
        },
        { label: texts.status, cell: (job) => <JobState job={job} /> },
        { label: texts.messages, kind: 'number', cell: ({ messagesImported }) => messagesImported },
        {
          label: actions,
          kind: 'buttons',
          cell: ({ jobId, status }) =>
            isRunning(status) && (
              <Button kind="quiet" onClick={() => stop(jobId)}>
                {cancel}
              </Button>
            ),
        },
      ]}
    />
  )
}

const isRunning = (status: HistoryImport['status']) => status === 'started' || status === 'in_progress'

function JobState({ job: { status, progress, etaSeconds, channels, error } }: { job: HistoryImport }) {
  const texts = useTexts(connectionsTexts)
  const errorText = useErrorText()
  if (isRunning(status)) return <JobProgress percent={progress} etaSeconds={etaSeconds} />
  if (status === 'failed')
    return error?.code === 'cancelled' ? (
      texts.cancelled
    ) : (
      <span className={styles.bad}>{error && errorText(error)}</span>
    )
  return channels.failed > 0 ? texts.failedChannels(channels.failed, channels.total) : texts.completed
}
