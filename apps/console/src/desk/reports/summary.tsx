import type { DeskReport } from '@parley/client/index'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { changeOf, type Measure, measures } from './periods.ts'
import styles from './reports.module.css'
import { reportTexts } from './texts/index.ts'
import { useFormats } from './use-formats.ts'

/** Four numbers, each against the same number of days before. */
export function Summary({ now, before }: { now: DeskReport; before: DeskReport }) {
  return (
    <dl className={styles.summary}>
      {(Object.keys(measures) as Measure[]).map((measure) => (
        <Figure key={measure} measure={measure} now={now} before={before} />
      ))}
    </dl>
  )
}

function Figure({ measure, now, before }: { measure: Measure; now: DeskReport; before: DeskReport }) {
  const texts = useTexts(reportTexts)
  const { measured, percent } = useFormats()
  const { read, isMoreBetter } = measures[measure]
  const was = read(before.totals)
  const change = changeOf(read(now.totals), was)
  const isMore = (change ?? 0) > 0
  const tone = !change || isMoreBetter === undefined ? '' : isMore === isMoreBetter ? styles.better : styles.worse
  return (
    <div className={styles.figure}>
      <dt>{texts.measures[measure]}</dt>
      <dd className={styles.number}>{measured(measure, read(now.totals))}</dd>
      <dd className={`${styles.change} ${tone}`}>
        {change !== undefined && change !== 0 && (
          <>
            {isMore ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
            <span className="unseen">{isMore ? texts.more : texts.less}</span>
            {percent(Math.abs(change))}{' '}
          </>
        )}
        <span className={styles.before}>
          {was === null ? texts.nothingBefore : texts.before(measured(measure, was))}
        </span>
      </dd>
    </div>
  )
}
