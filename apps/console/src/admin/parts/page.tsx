import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './parts.module.css'

interface PageProps {
  title: ReactNode
  about?: ReactNode
  /** What can be done here, at the head’s end. */
  actions?: ReactNode
  /** The list that it is one of. */
  back?: { href: string; label: string }
  /** As wide as there is room, for what stands side by side. */
  isWide?: boolean
  children: ReactNode
}

/** A screen of administration: what it is, what can be done, and then the thing itself. */
export function Page({ title, about, actions, back, isWide, children }: PageProps) {
  return (
    <div data-landmark className={isWide ? `${styles.page} ${styles.wide}` : styles.page}>
      <header className={styles.head}>
        <div className={styles.heading}>
          {back && (
            <Link className={styles.back} href={back.href}>
              <ChevronLeft aria-hidden />
              {back.label}
            </Link>
          )}
          <h2 className={styles.title} dir="auto">
            {title}
          </h2>
          {about && <p className={styles.about}>{about}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface SectionProps {
  title: ReactNode
  about?: ReactNode
  actions?: ReactNode
  isDangerous?: boolean
  children?: ReactNode
}

/** A part of a screen. */
export function Section({ title, about, actions, isDangerous, children }: SectionProps) {
  return (
    <section className={isDangerous ? `${styles.section} ${styles.dangerous}` : styles.section}>
      <header className={styles.head}>
        <div className={styles.heading}>
          <h3 className={styles['section-title']}>{title}</h3>
          {about && <p className={styles.about}>{about}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  )
}
