import { useDuration } from '../../i18n/durations.ts'
import { useTexts } from '../../i18n/language.ts'
import { adminTexts } from '../texts/index.ts'
import styles from './parts.module.css'

interface JobProgressProps {
  percent: number
  /** Null where nobody knows. */
  etaSeconds?: number | null
}

/** How far something is that takes its time, and how long it will still take. */
export function JobProgress({ percent, etaSeconds = null }: JobProgressProps) {
  const texts = useTexts(adminTexts)
  const duration = useDuration('long')
  return (
    <div className={styles.job}>
      <progress aria-label={texts.progress} value={percent} max={100} />
      <span>
        {percent}&thinsp;%{etaSeconds !== null && ` · ${texts.left(duration(etaSeconds * 1_000))}`}
      </span>
    </div>
  )
}
