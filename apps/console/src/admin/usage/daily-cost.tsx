import type { UsageGroup } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Section } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import { daysBetween } from './days.ts'
import { useMoney } from './money.ts'
import { usageTexts } from './texts/index.ts'
import styles from './usage.module.css'

interface DailyCostProps {
  /** Days without usage are not among them. */
  days: readonly UsageGroup[]
  from: string
  to: string
}

/** A bar a day: what it cost, or how many answers there were where nothing has a price. The table says the same. */
export function DailyCost({ days, from, to }: DailyCostProps) {
  const texts = useTexts(usageTexts)
  const dates = useDates()
  const { dollars, count } = useMoney()
  const hasCost = days.some(({ cost_usd }) => cost_usd > 0)
  const measure = (day: UsageGroup | undefined) => (hasCost ? day?.cost_usd : day?.answers) ?? 0
  const highest = Math.max(...days.map(measure), 0)
  const byDay = new Map(days.map((day) => [day.key, day]))
  if (days.length === 0) return <p className={styles.note}>{texts.nothing}</p>
  return (
    <Section title={hasCost ? texts.costByDay : texts.answersByDay}>
      <div className={styles.chart} aria-hidden>
        <span className={styles.highest}>{hasCost ? dollars(highest) : count(highest)}</span>
        {daysBetween(from, to).map((day) => {
          const value = measure(byDay.get(day))
          return (
            <span
              key={day}
              className={styles.day}
              title={`${dates.short(day)}: ${hasCost ? dollars(value) : count(value)}`}
            >
              <span className={styles.bar} style={{ blockSize: `${(value / (highest || 1)) * 100}%` }} />
            </span>
          )
        })}
      </div>
      <div className={styles.ends} aria-hidden>
        <span>{dates.short(from)}</span>
        <span>{dates.short(to)}</span>
      </div>
      <details>
        <summary className={styles.summary}>{texts.asTable}</summary>
        <Table
          label={texts.costByDay}
          rows={days.toReversed()}
          keyOf={({ key }) => key ?? ''}
          columns={[
            { label: texts.day, kind: 'main', cell: ({ key }) => key && dates.date(key) },
            { label: texts.answers, kind: 'number', cell: ({ answers }) => count(answers) },
            { label: texts.input, kind: 'number', cell: ({ input_tokens }) => count(input_tokens) },
            { label: texts.output, kind: 'number', cell: ({ output_tokens }) => count(output_tokens) },
            { label: texts.cost, kind: 'number', cell: ({ cost_usd }) => dollars(cost_usd) },
          ]}
        />
      </details>
    </Section>
  )
}
