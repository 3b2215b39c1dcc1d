import type { Visitor } from '@parley/client/index'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronLeft, Search, UsersRound } from 'lucide-react'
import { useEffect } from 'react'
import { Link, useSearch } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useScreenTitle } from '../../shell/tab-title.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { useQueryParam } from '../../ui/use-query-param.ts'
import { useRested } from '../../ui/use-rested.ts'
import { useDesk } from '../use-desk.ts'
import { visitorName } from '../visitor-name.ts'
import { usePlace } from './facts.tsx'
import { visitorTexts } from './texts/index.ts'
import { VisitorProfile } from './visitor-profile.tsx'
import styles from './visitors.module.css'

/** Visitors come and go: the list is asked for again at most so often. */
const reloadMs = 3_000

/** Everybody who has visited, last seen first, and one of them. */
export default function VisitorsScreen({ visitorId }: { visitorId: string | undefined }) {
  const texts = useTexts(visitorTexts)
  useScreenTitle(texts.visitors)
  const [typed, setTyped] = useQueryParam('q')
  const search = useRested(typed.trim())
  const [online, setOnline] = useQueryParam('online')
  const isOnlineOnly = online === 'true'
  const pathOf = usePathOf()
  return (
    <div className={visitorId === undefined ? styles.visitors : `${styles.visitors} ${styles.open}`}>
      <section className={styles.list} aria-label={texts.visitors}>
        <header className={styles.head}>
          <h2 className={styles.title}>{texts.visitors}</h2>
          <search className={styles.search}>
            <Search aria-hidden />
            <input
              type="text"
              enterKeyHint="search"
              value={typed}
              placeholder={texts.search}
              aria-label={texts.search}
              onChange={(event) => setTyped(event.target.value)}
            />
          </search>
          <Button aria-pressed={isOnlineOnly} kind="quiet" onClick={() => setOnline(isOnlineOnly ? '' : 'true')}>
            <span className={isOnlineOnly ? styles.on : styles.off} />
            {texts.onlyOnline}
          </Button>
        </header>
        <Found search={search} isOnlineOnly={isOnlineOnly} currentId={visitorId} />
      </section>
      {visitorId !== undefined && (
        <aside className={styles.profile} aria-label={texts.visitor}>
          {/* Where there is no room for the list, this is what the visitor is under. */}
          <h2 className={styles.back}>
            <Link href={pathOf()} aria-label={texts.visitors}>
              <ChevronLeft aria-hidden />
            </Link>
          </h2>
          <VisitorProfile key={visitorId} visitorId={visitorId} />
        </aside>
      )}
    </div>
  )
}

/** Where a visitor is, or the list of all, with what is looked for there. */
function usePathOf() {
  const query = useSearch()
  return (visitorId?: string) => `/visitors${visitorId === undefined ? '' : `/${visitorId}`}${query && `?${query}`}`
}

interface FoundProps {
  search: string
  isOnlineOnly: boolean
  currentId: string | undefined
}

function Found({ search, isOnlineOnly, currentId }: FoundProps) {
  const texts = useTexts(visitorTexts)
  const { loadMore } = useTexts(uiTexts)
  const { calls, workspace } = useDesk()
  const queries = useQueryClient()
  const { data, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['desk', 'visitors', search, isOnlineOnly],
    queryFn: ({ pageParam }) =>
      calls.visitors({ search: search || undefined, isOnline: isOnlineOnly || undefined, before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ visitors, limit }) => (visitors.length < limit ? undefined : visitors.at(-1)?.id),
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = workspace.topics.watch('desk:visitors', () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void queries.invalidateQueries({ queryKey: ['desk', 'visitors'] })
      }, reloadMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [workspace, queries])

  if (isError) return <FailedState onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={10} />
  const visitors = data.pages.flatMap((page) => page.visitors)
  const isFiltered = search !== '' || isOnlineOnly
  if (visitors.length === 0)
    return isFiltered ? (
      <EmptyState icon={Search} title={texts.nobodyFound} about={texts.nobodyFoundAbout} />
    ) : (
      <EmptyState icon={UsersRound} title={texts.noVisitors} about={texts.noVisitorsAbout} />
    )
  const { total, online } = data.pages[0]!.stats
  return (
    <div className={styles.rows}>
      <p className={styles.total}>{texts.total(total, online)}</p>
      <ul>
        {visitors.map((visitor) => (
          <VisitorRow key={visitor.id} visitor={visitor} isCurrent={visitor.id === currentId} />
        ))}
      </ul>
      {hasNextPage && (
        <Button kind="quiet" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {loadMore}
        </Button>
      )}
    </div>
  )
}

function VisitorRow({ visitor, isCurrent }: { visitor: Visitor; isCurrent: boolean }) {
  const texts = useTexts(visitorTexts)
  const dates = useDates()
  const place = usePlace(visitor)
  const pathOf = usePathOf()
  const name = visitorName(visitor, texts.visitor)
  const { id, email, isOnline, lastSeenAt, pages, tags } = visitor
  return (
    <li>
      <Link className={styles.row} href={pathOf(id)} aria-current={isCurrent ? 'true' : undefined}>
        <Avatar name={name} size={32} status={isOnline ? 'online' : 'offline'} />
        <span className={styles.who}>
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.about} dir="auto">
            {[email !== name && email, ...tags].filter(Boolean).join(' · ')}
          </span>
        </span>
        <span className={styles.page} dir="auto">
          {pages[0] && (pages[0].title || pages[0].url)}
        </span>
        <span className={styles.place}>{place}</span>
        <span className={styles.seen}>{isOnline ? texts.online : dates.ago(lastSeenAt)}</span>
      </Link>
    </li>
  )
}
