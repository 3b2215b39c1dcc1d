import { ChevronLeft } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { useTexts } from '../../../i18n/language.ts'
import { useScreenTitle } from '../../../shell/tab-title.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useKeys } from '../../../ui/keys.ts'
import styles from './lists.module.css'
import { moveFocus } from './move-focus.ts'

interface ListScreenProps {
  title: string
  /** Beside the title, as buttons. */
  actions?: ReactNode
  tabs?: ReactNode
  children: ReactNode
}

const rows = '[data-row-link]'
const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }

/** A list over all channels: arrows go from one row to the next from anywhere in it, J and K from anywhere at all. */
export function ListScreen({ title, actions, tabs, children }: ListScreenProps) {
  const { back } = useTexts(shellTexts)
  useScreenTitle(title)
  const body = useRef<HTMLDivElement>(null)
  const move = (step: 1 | -1) => body.current !== null && moveFocus(body.current, rows, step)
  useKeys({ j: () => move(1), k: () => move(-1) })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
    if (step && isPlain && !event.defaultPrevented && move(step)) event.preventDefault()
  }
  return (
    <section className={styles.screen} aria-label={title}>
      <header className={styles.head}>
        <Link className={styles.back} href="/" aria-label={back}>
          <ChevronLeft aria-hidden />
        </Link>
        <h2 className={styles.title}>{title}</h2>
        <div className={styles.actions}>{actions}</div>
      </header>
      {tabs}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows are a short cut among links that Tab reaches. */}
      <div ref={body} className={styles.body} onKeyDown={onKeyDown}>
        {children}
      </div>
    </section>
  )
}

/** Lists that are looked at by turns: addresses with their names. */
export function ListTabs({ tabs }: { tabs: readonly (readonly [path: string, name: string])[] }) {
  const [location] = useLocation()
  return (
    <ul className={styles.tabs}>
      {tabs.map(([path, name]) => (
        <li key={path}>
          <Link href={path} className={styles.tab} aria-current={location === path ? 'page' : undefined}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  )
}
