import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { between, lastDays, lengthOf, type Period } from './periods.ts'
import styles from './reports.module.css'
import { reportTexts } from './texts/index.ts'

const lengths = [7, 28, 90] as const

interface RangePickerProps {
  period: Period
  today: string
  onChange: (period: Period) => void
}

/** Of which days the report is: the last ones, or any. */
export function RangePicker({ period, today, onChange }: RangePickerProps) {
  const texts = useTexts(reportTexts)
  const { from, to } = period
  return (
    <div className={styles.range}>
      {lengths.map((days) => (
        <Button
          key={days}
          kind="quiet"
          aria-pressed={to === today && lengthOf(period) === days}
          onClick={() => onChange(lastDays(days, today))}
        >
          {texts.days(days)}
        </Button>
      ))}
      <input
        type="date"
        aria-label={texts.from}
        value={from}
        max={to}
        onChange={({ target }) => target.value && onChange(between(target.value, to))}
      />
      <span aria-hidden>–</span>
      <input
        type="date"
        aria-label={texts.to}
        value={to}
        min={from}
        max={today}
        onChange={({ target }) => target.value && onChange(between(from, target.value))}
      />
    </div>
  )
}
