import { MessageSquareText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import type { Filter, Listed } from '../../store/desk/filter.ts'
import { type ViewName, views } from '../../store/desk/views.ts'
import { useKeys } from '../../ui/keys.ts'
import { EmptyState } from '../../ui/states.tsx'
import { ConversationScreen } from '../conversation/conversation-screen.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { useSavedViews } from '../use-saved-views.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ConversationList } from './conversation-list.tsx'
import styles from './inbox.module.css'
import { Toolbar } from './toolbar.tsx'
import { useSelection } from './use-selection.ts'

interface InboxProps {
  /** A view’s name, or the id of a label or a saved view. */
  view: string
  conversationId: string | undefined
}

/** The conversations of a view, and the one that is open. */
export function Inbox({ view, conversationId }: InboxProps) {
  const texts = useTexts(deskTexts)
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>()
  const savedView = useSavedViews()?.find(({ id }) => id === view)
  const listed = useListed(view, savedView?.filter, { search, filter })
  const selection = useSelection(listed)
  const { lists } = useDesk()
  const [, navigate] = useLocation()
  /** To the next of the list, or the one before. */
  const move = (step: 1 | -1) => {
    const ids = lists.get(listed)?.ids ?? []
    const at = conversationId === undefined ? -1 : ids.indexOf(conversationId)
    const next = at === -1 ? ids[0] : ids[at + step]
    if (next !== undefined) navigate(`/${view}/${next}`)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ...(conversationId !== undefined && { x: () => selection.toggle(conversationId) }),
  })
  const hasOpen = conversationId !== undefined
  return (
    <div className={hasOpen ? `${styles.inbox} ${styles.open}` : styles.inbox}>
      <section className={styles.list} aria-label={texts.conversations}>
        <div>
          <Toolbar
            search={search}
            onSearch={setSearch}
            filter={listed.filter}
            onFilter={setFilter}
            savedView={savedView}
            isSelecting={selection.selected !== undefined}
            onSelecting={(isWanted) => (isWanted ? selection.begin() : selection.end())}
          />
          {selection.selected && (
            <BulkBar ids={selection.ids} areAll={selection.areAll} onAll={selection.toggleAll} onEnd={selection.end} />
          )}
        </div>
        <ConversationList
          listed={listed}
          view={view}
          currentId={conversationId}
          selected={selection.selected}
          onToggle={selection.toggle}
        />
      </section>
      <div className={styles.main}>
        {hasOpen ? (
          <ConversationScreen key={conversationId} id={conversationId} view={view} listed={listed} />
        ) : (
          <EmptyState icon={MessageSquareText} title={texts.selectConversation} about={texts.selectConversationAbout} />
        )}
      </div>
    </div>
  )
}

/** What a view lists; a text is looked for in all conversations. */
function useListed(
  view: string,
  saved: Filter | undefined,
  { search, filter }: { search: string; filter: Filter | undefined },
): Listed {
  return useMemo(() => {
    if (search !== '') return { filter: { search }, sort: 'last_updated' }
    if (filter) return { filter, sort: 'last_updated' }
    if (view in views) return views[view as ViewName]
    return { filter: (view.startsWith('lbl_') ? { label: view } : saved) ?? {}, sort: 'last_updated' }
  }, [view, saved, search, filter])
}
