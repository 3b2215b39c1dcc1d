import type { ImportSummary } from '@parley/client/index'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import styles from './imports.module.css'
import { importsTexts } from './texts/index.ts'

/** Whether every day of every channel has the same messages on both sides, as one sentence. */
export function Proof({ proof }: { proof: NonNullable<ImportSummary['proof']> }) {
  const texts = useTexts(importsTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  const { is_equal, days, equal_days, source_messages, stored_messages } = proof
  const Icon = is_equal ? CircleCheck : CircleAlert
  return (
    <p className={is_equal ? `${styles.proof} ${styles.equal}` : styles.proof}>
      <Icon aria-hidden />
      <span>
        {is_equal
          ? texts.allEqual(format(days), format(stored_messages))
          : texts.someDiffer(format(days - equal_days), format(days), format(source_messages), format(stored_messages))}
      </span>
    </p>
  )
}
