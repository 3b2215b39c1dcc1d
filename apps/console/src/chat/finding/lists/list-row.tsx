import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useDates } from '../../../i18n/dates.ts'
import styles from './lists.module.css'

interface ListRowProps {
  /** Where it leads. */
  path: string
  picture?: ReactNode
  /** Whose it is, or where. */
  title: ReactNode
  /** Where, behind the title. */
  place?: ReactNode
  time: string
  isUnread?: boolean
  isCurrent?: boolean
  /** Below the text: counts and states. */
  notes?: ReactNode
  /** What can be done with it, as buttons. */
  actions?: ReactNode
  children: ReactNode
}

/** One row of a list over channels: whose, where and when, and the beginning of its text. */
export function ListRow(row: ListRowProps) {
  const { path, picture, title, place, time, isUnread, isCurrent, notes, actions, children } = row
  const dates = useDates()
  return (
    <li className={styles.row}>
      <Link
        href={path}
        className={isUnread ? `${styles.link} ${styles.unread}` : styles.link}
        aria-current={isCurrent}
        data-row-link
      >
        {picture}
        <span className={styles.content}>
          <span className={styles.line}>
            <bdi className={styles.name}>{title}</bdi>
            {place && <bdi className={styles.place}>{place}</bdi>}
            <time className={styles.time} dateTime={time} title={dates.full(time)}>
              {dates.when(time)}
            </time>
          </span>
          <span className={styles.text} dir="auto">
            {children}
          </span>
          {notes && <span className={styles.notes}>{notes}</span>}
        </span>
      </Link>
      {actions && <span className={styles['row-actions']}>{actions}</span>}
    </li>
  )
}
