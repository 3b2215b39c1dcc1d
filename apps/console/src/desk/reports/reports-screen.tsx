import { ChartNoAxesColumn, Download } from 'lucide-react'
import { useSearchParams } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useScreenTitle } from '../../shell/tab-title.ts'
import { refusalOf } from '../../store/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { useAttempt } from '../../ui/forms.ts'
import { saveText } from '../../ui/save.ts'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { useDesk } from '../use-desk.ts'
import { Breakdown } from './breakdown.tsx'
import { Charts } from './charts.tsx'
import { dayIn, isEmpty, lastDays, type Period, periodIn } from './periods.ts'
import { RangePicker } from './range-picker.tsx'
import styles from './reports.module.css'
import { Summary } from './summary.tsx'
import { reportTexts } from './texts/index.ts'
import { useReport, useTimezone } from './use-report.ts'

/** What the desk has done: how much, how fast, and what visitors said of it. */
export default function ReportsScreen() {
  const texts = useTexts(reportTexts)
  useScreenTitle(texts.reports)
  const timezone = useTimezone()
  const today = timezone.data === undefined ? undefined : dayIn(timezone.data, new Date())
  const [query, setQuery] = useSearchParams()
  const choose = ({ from, to }: Period) => setQuery({ from, to }, { replace: true })
  const period = periodIn(query) ?? (today === undefined ? undefined : lastDays(7, today))
  const report = useReport(period)
  const { tenant } = useDesk().workspace.parley
  const attempt = useAttempt()
  const errorText = useErrorText()
  const download = () =>
    attempt(async () => {
      if (period) saveText(await tenant.downloadReport(period), `desk-${period.from}-${period.to}.csv`)
    })
  const hasFailed = timezone.isError || report.isError
  const retry = () => void (timezone.isError ? timezone.refetch() : report.refetch())
  return (
    <section className={styles.reports} aria-label={texts.reports}>
      <header className={styles.head}>
        <h2 className={styles.title}>{texts.reports}</h2>
        {period && today && <RangePicker period={period} today={today} onChange={choose} />}
        <Button className={styles.download} disabled={!report.data} onClick={() => void download()}>
          <Download aria-hidden />
          {texts.download}
        </Button>
      </header>
      <div className={styles.body}>
        {hasFailed && <FailedState onRetry={retry}>{report.error && errorText(refusalOf(report.error))}</FailedState>}
        {!hasFailed && !report.data && <Skeleton rows={10} />}
        {report.data && <Summary {...report.data} />}
        {report.data && isEmpty(report.data.now) && (
          <EmptyState icon={ChartNoAxesColumn} title={texts.nothing} about={texts.nothingAbout} />
        )}
        {report.data && !isEmpty(report.data.now) && (
          <>
            <Charts report={report.data.now} />
            <Breakdown report={report.data.now} />
          </>
        )}
      </div>
    </section>
  )
}
