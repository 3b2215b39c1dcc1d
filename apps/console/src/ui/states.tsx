import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/language.ts'
import { Button } from './button.tsx'
import styles from './states.module.css'
import { uiTexts } from './texts/index.ts'

interface StateProps {
  icon?: LucideIcon
  title: ReactNode
  about?: ReactNode
  children?: ReactNode
}

/** What stands where there is nothing: why, and what to do next. */
export function EmptyState({ icon: Icon, title, about, children }: StateProps) {
  return (
    <div className={styles.state}>
      {Icon && <Icon aria-hidden />}
      <h2 className={styles.title}>{title}</h2>
      {about && <p className={styles.about}>{about}</p>}
      {children}
    </div>
  )
}

/** What stands where something could not be loaded. */
export function FailedState({ onRetry, children }: { onRetry: () => void; children?: ReactNode }) {
  const texts = useTexts(uiTexts)
  return (
    <div className={styles.state} role="alert">
      <p>{children ?? texts.failed}</p>
      <Button onClick={onRetry}>{texts.retry}</Button>
    </div>
  )
}

/** What stands where something is about to be: bars that appear after a moment. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const texts = useTexts(uiTexts)
  return (
    <div className={styles.skeleton} role="status" aria-label={texts.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.bar} style={{ inlineSize: `${90 - ((row * 37) % 50)}%` }} />
      ))}
    </div>
  )
}
