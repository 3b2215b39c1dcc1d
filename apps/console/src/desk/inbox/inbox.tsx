import { MessageSquareText } from 'lucide-react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useScreenTitle } from '../../shell/tab-title.ts'
import type { ViewName } from '../../store/desk/views.ts'
import { useKeys } from '../../ui/keys.ts'
import { EmptyState } from '../../ui/states.tsx'
import { ConversationScreen } from '../conversation/conversation-screen.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { useLabels } from '../use-labels.ts'
import { useSavedViews } from '../use-saved-views.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ConversationList } from './conversation-list.tsx'
import styles from './inbox.module.css'
import { Toolbar } from './toolbar.tsx'
import { useListed } from './use-listed.ts'
import { useSelection } from './use-selection.ts'

interface InboxProps {
  /** A view’s name, or the id of a label or a saved view. */
  view: string
  conversationId: string | undefined
}

/** The conversations of a view, and the one that is open. */
export function Inbox({ view, conversationId }: InboxProps) {
  const texts = useTexts(deskTexts)
  const savedView = useSavedViews()?.find(({ id }) => id === view)
  const { listed, typed, setTyped, setFilter, isFiltered, pathOf } = useListed(view, savedView?.filter)
  const selection = useSelection(listed)
  const { lists } = useDesk()
  const [, navigate] = useLocation()
  /** To the next of the list, or the one before. */
  const move = (step: 1 | -1) => {
    const ids = lists.get(listed)?.ids ?? []
    const at = conversationId === undefined ? -1 : ids.indexOf(conversationId)
    const next = at === -1 ? ids[0] : ids[at + step]
    if (next !== undefined) navigate(pathOf(next))
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ...(conversationId !== undefined && { x: () => selection.toggle(conversationId) }),
  })
  const hasOpen = conversationId !== undefined
  const labels = useLabels()
  const kept = savedView ?? labels.find(({ id }) => id === view)
  const title = Object.hasOwn(texts.viewNames, view) ? texts.viewNames[view as ViewName] : kept?.name
  // A conversation says itself with whom it is.
  useScreenTitle(hasOpen ? undefined : title)
  return (
    <div className={hasOpen ? `${styles.inbox} ${styles.open}` : styles.inbox}>
      <section className={styles.list} aria-label={texts.conversations}>
        <div>
          <Toolbar
            typed={typed}
            onType={setTyped}
            filter={listed.filter}
            isFiltered={isFiltered}
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
          pathOf={pathOf}
          currentId={conversationId}
          selected={selection.selected}
          onToggle={selection.toggle}
        />
      </section>
      <div className={styles.main}>
        {hasOpen ? (
          <ConversationScreen key={conversationId} id={conversationId} pathOf={pathOf} listed={listed} />
        ) : (
          <EmptyState icon={MessageSquareText} title={texts.selectConversation} about={texts.selectConversationAbout} />
        )}
      </div>
    </div>
  )
}
