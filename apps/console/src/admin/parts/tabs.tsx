import { Link } from 'wouter'
import styles from './tabs.module.css'

export interface Tab {
  /** Its address: tabs are links, so that each can be shared and Back works. */
  href: string
  label: string
}

/** The parts of a screen, one of which is shown. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label}>
      <ul className={styles.tabs}>
        {tabs.map(({ href, label }) => (
          <li key={href}>
            <Link className={styles.tab} href={href} replace aria-current={href === current ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
