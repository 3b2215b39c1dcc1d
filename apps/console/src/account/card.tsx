import { type ReactNode, useEffect } from 'react'
import styles from './card.module.css'

/** The quiet card of everything that is done before a workspace is open. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = title.includes('Parley') ? title : `${title} · Parley`
  }, [title])
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img className={styles.mark} src="/assets/favicon.svg" alt="" />
        <h1 className={styles.title}>{title}</h1>
        {children}
      </div>
    </main>
  )
}

export const cardStyles = styles
