import type { UsageTotals } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { useMoney } from './money.ts'
import { usageTexts } from './texts/index.ts'
import styles from './usage.module.css'

/** The sums of a range. */
export function Figures({ totals }: { totals: UsageTotals }) {
  const texts = useTexts(usageTexts)
  const { dollars, count } = useMoney()
  const figures = [
    [texts.cost, dollars(totals.cost_usd)],
    [texts.answers, count(totals.answers)],
    [texts.input, count(totals.input_tokens + totals.cache_read_tokens + totals.cache_write_tokens)],
    [texts.output, count(totals.output_tokens)],
  ] as const
  return (
    <div>
      <dl className={styles.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {totals.unpriced_tokens > 0 && <p className={styles.note}>{texts.unpriced(count(totals.unpriced_tokens))}</p>}
    </div>
  )
}
