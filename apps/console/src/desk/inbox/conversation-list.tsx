import { CheckCheck, Search } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import type { Listed } from '../../store/desk/filter.ts'
import { keyOf } from '../../store/desk/lists.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import { useNow } from '../use-now.ts'
import { ConversationRow } from './conversation-row.tsx'
import styles from './inbox.module.css'
import type { PathOf } from './use-listed.ts'

interface ConversationListProps {
  listed: Listed
  view: string
  pathOf: PathOf
  currentId: string | undefined
  /** Those that are chosen; undefined while none can be. */
  selected: ReadonlySet<string> | undefined
  onToggle: (id: string) => void
}

/** The conversations of a view, kept in their order while they change. */
export function ConversationList({ listed, view, pathOf, currentId, selected, onToggle }: ConversationListProps) {
  const texts = useTexts(deskTexts)
  const { loadMore } = useTexts(uiTexts)
  const { lists } = useDesk()
  const list = useDeskTopic(`desk:list:${keyOf(listed)}`, (desk) => desk.lists.get(listed))
  const waiting = useDeskTopic('desk:counts', ({ counts }) => counts.all.waiting ?? 0)
  const now = useNow()
  useEffect(() => void lists.open(listed), [lists, listed])

  if (!list || list.status === 'loading') return <Skeleton rows={10} />
  if (list.status === 'failed') return <FailedState onRetry={() => void lists.open(listed)} />
  if (list.ids.length === 0 && !list.hasMore)
    return listed.filter.search !== undefined ? (
      <EmptyState icon={Search} title={texts.nothingFound} about={texts.nothingFoundAbout} />
    ) : (
      <EmptyState icon={CheckCheck} title={texts.emptyView} about={texts.emptyViewAbout}>
        {view === 'mine' && waiting > 0 && <Link href="/waiting">{texts.seeWaiting}</Link>}
      </EmptyState>
    )
  return (
    <ul className={styles.rows}>
      {list.ids.map((id) => (
        <ConversationRow
          key={id}
          id={id}
          path={pathOf(id)}
          isCurrent={id === currentId}
          now={now}
          isSelected={selected?.has(id)}
          onToggle={onToggle}
        />
      ))}
      {list.hasMore && (
        <li className={styles.more}>
          <Button kind="quiet" isBusy={list.isLoadingMore} onClick={() => void lists.loadMore(listed)}>
            {loadMore}
          </Button>
        </li>
      )}
    </ul>
  )
}
