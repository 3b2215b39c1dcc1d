import { CheckCheck, Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { keyOf, type Listed } from '../../store/desk/lists.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import { useNow } from '../use-now.ts'
import { ConversationRow } from './conversation-row.tsx'
import styles from './inbox.module.css'

interface ConversationListProps {
  listed: Listed
  view: string
  currentId: string | undefined
  search: string
  onSearch: (text: string) => void
}

const restMs = 250

/** The conversations of a view, kept in their order while they change. */
export function ConversationList({ listed, view, currentId, search, onSearch }: ConversationListProps) {
  const texts = useTexts(deskTexts)
  const [typed, setTyped] = useState(search)
  useEffect(() => {
    const timer = setTimeout(() => onSearch(typed.trim()), restMs)
    return () => clearTimeout(timer)
  }, [typed, onSearch])
  return (
    <>
      <search className={styles.search}>
        <Search aria-hidden />
        <input
          type="text"
          enterKeyHint="search"
          value={typed}
          placeholder={texts.searchConversations}
          aria-label={texts.searchConversations}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setTyped('')}
        />
        {typed !== '' && <IconButton icon={X} label={texts.clearSearch} onClick={() => setTyped('')} />}
      </search>
      <Rows listed={listed} view={view} currentId={currentId} isSearch={search !== ''} />
    </>
  )
}

function Rows({
  listed,
  view,
  currentId,
  isSearch,
}: Pick<ConversationListProps, 'listed' | 'view' | 'currentId'> & { isSearch: boolean }) {
  const texts = useTexts(deskTexts)
  const { loadMore } = useTexts(uiTexts)
  const { lists } = useDesk()
  const key = keyOf(listed)
  const list = useDeskTopic(`desk:list:${key}`, (desk) => desk.lists.get(listed))
  const now = useNow()
  useEffect(() => void lists.open(listed), [lists, listed])

  if (!list || list.status === 'loading') return <Skeleton rows={10} />
  if (list.status === 'failed') return <FailedState onRetry={() => void lists.open(listed)} />
  if (list.ids.length === 0 && !list.hasMore)
    return isSearch ? (
      <EmptyState icon={Search} title={texts.nothingFound} about={texts.nothingFoundAbout} />
    ) : (
      <EmptyState icon={CheckCheck} title={texts.emptyView} about={texts.emptyViewAbout} />
    )
  return (
    <ul className={styles.rows}>
      {list.ids.map((id) => (
        <ConversationRow key={id} id={id} path={`/${view}/${id}`} isCurrent={id === currentId} now={now} />
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
