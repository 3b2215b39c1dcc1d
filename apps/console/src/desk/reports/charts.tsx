import type { DeskReport } from '@parley/client/index'
import { useMemo } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Chart } from './chart.tsx'
import styles from './reports.module.css'
import { reportTexts } from './texts/index.ts'
import { useFormats } from './use-formats.ts'

/** Three pictures of the days: how many, how fast, and who has written. */
export function Charts({ report: { series, timezone } }: { report: DeskReport }) {
  const texts = useTexts(reportTexts)
  const dates = useDates()
  const { number, duration } = useFormats()
  const labels = useMemo(
    () => series.map(({ start }) => dates.short(noonOf(start, timezone))),
    [series, timezone, dates],
  )
  const column = <T,>(read: (figures: DeskReport['series'][number]) => T) => series.map(read)
  return (
    <div className={styles.charts}>
      <Chart
        title={texts.charts.conversations}
        kind="bars"
        labels={labels}
        format={number}
        series={[
          { name: texts.measures.opened, tone: 'info', values: column(({ opened }) => opened) },
          { name: texts.measures.resolved, tone: 'accent', values: column(({ resolved }) => resolved) },
        ]}
      />
      <Chart
        title={texts.charts.firstResponse}
        kind="lines"
        labels={labels}
        format={duration}
        series={[
          { name: texts.median, tone: 'accent', values: column(({ firstResponse }) => firstResponse.p50Ms) },
          { name: texts.ninety, tone: 'warn', values: column(({ firstResponse }) => firstResponse.p90Ms) },
        ]}
      />
      <Chart
        title={texts.charts.messages}
        kind="bars"
        labels={labels}
        format={number}
        series={[
          { name: texts.visitors, tone: 'info', values: column(({ visitorMessages }) => visitorMessages) },
          { name: texts.agents, tone: 'accent', values: column(({ agentMessages }) => agentMessages) },
          { name: texts.ai, tone: 'twin', values: column(({ aiMessages }) => aiMessages) },
        ]}
      />
    </div>
  )
}

/** A moment that is of the same day for the workspace and for whoever reads, wherever they are. */
function noonOf(start: string, timeZone: string): Date {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(start))
  return new Date(`${day}T12:00`)
}
