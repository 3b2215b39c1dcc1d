import {
  AlarmClock,
  ChartNoAxesColumn,
  CheckCheck,
  Clock,
  Inbox,
  type LucideIcon,
  MessageSquareQuote,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { useTexts } from '../i18n/language.ts'
import { mostCounted } from '../store/desk/counts.ts'
import type { ViewName } from '../store/desk/views.ts'
import { Availability } from './availability.tsx'
import styles from './nav.module.css'
import { deskTexts } from './texts/index.ts'
import { useDesk, useDeskTopic } from './use-desk.ts'
import { useLabels } from './use-labels.ts'
import { useSavedViews } from './use-saved-views.ts'

const icons: Record<ViewName, LucideIcon> = {
  mine: UserRound,
  waiting: Clock,
  all: Inbox,
  snoozed: AlarmClock,
  closed: CheckCheck,
}

/** The desk’s views, with how many conversations are in them. */
export function DeskNav() {
  const texts = useTexts(deskTexts)
  const { isAgent, isOwner } = useDesk().roles
  const counts = useDeskTopic('desk:counts', ({ counts }) => counts.all)
  const labels = useLabels()
  const saved = useSavedViews() ?? []
  const names = (Object.keys(icons) as ViewName[]).filter((name) => isAgent || name !== 'mine')
  return (
    <nav className={styles.nav} aria-label={texts.views}>
      {isAgent && <Availability />}
      <ul>
        {names.map((name) => (
          <ViewLink key={name} path={`/${name}`} icon={icons[name]} count={counts[name]}>
            {texts.viewNames[name]}
          </ViewLink>
        ))}
      </ul>
      <ul>
        <ViewLink path="/visitors" icon={UsersRound}>
          {texts.visitors}
        </ViewLink>
        {isAgent && (
          <ViewLink path="/replies" icon={MessageSquareQuote}>
            {texts.cannedReplies}
          </ViewLink>
        )}
        {isOwner && (
          <ViewLink path="/reports" icon={ChartNoAxesColumn}>
            {texts.reports}
          </ViewLink>
        )}
      </ul>
      {saved.length > 0 && (
        <section aria-label={texts.savedViews}>
          <h2 className={styles.title}>{texts.savedViews}</h2>
          <ul>
            {saved.map(({ id, name }) => (
              <ViewLink key={id} path={`/${id}`} count={counts[id]}>
                <bdi>{name}</bdi>
              </ViewLink>
            ))}
          </ul>
        </section>
      )}
      {labels.length > 0 && (
        <section aria-label={texts.labels}>
          <h2 className={styles.title}>{texts.labels}</h2>
          <ul>
            {labels.map(({ id, name, color }) => (
              <ViewLink key={id} path={`/${id}`} color={color}>
                <bdi>{name}</bdi>
              </ViewLink>
            ))}
          </ul>
        </section>
      )}
    </nav>
  )
}

interface ViewLinkProps {
  path: string
  icon?: LucideIcon
  /** A label’s, as its company chose it. */
  color?: string
  count?: number | undefined
  children: ReactNode
}

function ViewLink({ path, icon: Icon, color, count = 0, children }: ViewLinkProps) {
  const [location] = useLocation()
  const isCurrent = location === path || location.startsWith(`${path}/`)
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // Where there is little room, views are beside one another, and not all in sight.
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isCurrent])
  return (
    <li ref={line}>
      <Link href={path} className={styles.link} aria-current={isCurrent ? 'page' : undefined}>
        {Icon && <Icon aria-hidden />}
        {color && <span className={styles.dot} style={{ background: color }} />}
        <span className={styles.name}>{children}</span>
        {count > 0 && <span className={styles.count}>{count < mostCounted ? count : `${mostCounted - 1}+`}</span>}
      </Link>
    </li>
  )
}
