import { ChevronLeft, type LucideIcon } from 'lucide-react'
import { type ComponentType, type ReactNode, Suspense } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { useScreenTitle } from '../../shell/tab-title.ts'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { Missing } from './loaded.tsx'
import styles from './sections.module.css'

export interface SectionEntry {
  /** Its address, `/members`; whatever is below it is the screen’s own. */
  path: string
  label: string
  icon: LucideIcon
  /** A count of what waits there. */
  badge?: ReactNode
  Screen: ComponentType
}

export interface SectionGroup {
  title: string
  entries: SectionEntry[]
}

interface SectionsProps {
  /** What they are of; where one pane is shown at a time, it leads back to the list. */
  label: string
  groups: readonly SectionGroup[]
}

/** Screens beside the list of them. Where there is room for one pane, the list is at `/`. */
export function Sections({ label, groups }: SectionsProps) {
  const [location] = useLocation()
  const entries = groups.flatMap((group) => group.entries)
  const isAtList = location === '/'
  // With room for both, the first screen stands beside the list.
  const current = isAtList ? entries[0] : entries.find(({ path }) => isBelow(location, path))
  useScreenTitle(current?.label)
  return (
    <div className={isAtList ? styles.sections : `${styles.sections} ${styles['at-screen']}`}>
      <nav className={styles.list} aria-label={label}>
        {groups.map(({ title, entries }) => (
          <section key={title} aria-label={title}>
            <h2 className={styles.group}>{title}</h2>
            <ul>
              {entries.map(({ path, label, icon: Icon, badge }) => (
                <li key={path}>
                  <Link className={styles.link} href={path} aria-current={current?.path === path ? 'page' : undefined}>
                    <Icon aria-hidden />
                    <span>{label}</span>
                    {badge}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <div className={styles.screen}>
        <Link className={styles.back} href="/">
          <ChevronLeft aria-hidden />
          {label}
        </Link>
        <ErrorBoundary key={current?.path}>
          <Suspense fallback={<Skeleton />}>
            <Switch>
              {entries.map(({ path, Screen }) => (
                <Route key={path} path={path} nest>
                  <Screen />
                </Route>
              ))}
              <Route path="/">{current && <current.Screen />}</Route>
              <Route>
                <Missing />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </div>
    </div>
  )
}

const isBelow = (location: string, path: string) => location === path || location.startsWith(`${path}/`)
