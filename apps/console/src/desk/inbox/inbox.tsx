import { useQuery } from '@tanstack/react-query'
import { MessageSquareText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import type { Listed } from '../../store/desk/lists.ts'
import { type ViewName, views } from '../../store/desk/views.ts'
import { useKeys } from '../../ui/keys.ts'
import { EmptyState } from '../../ui/states.tsx'
import { ConversationScreen } from '../conversation/conversation-screen.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { ConversationList } from './conversation-list.tsx'
import styles from './inbox.module.css'

interface InboxProps {
  /** A view’s name, or the id of a label or a saved view. */
  view: string
  conversationId: string | undefined
}

/** The conversations of a view, and the one that is open. */
export function Inbox({ view, conversationId }: InboxProps) {
  const texts = useTexts(deskTexts)
  const [search, setSearch] = useState('')
  const listed = useListed(view, search)
  const { lists } = useDesk()
  const [, navigate] = useLocation()
  /** To the next of the list, or the one before. */
  const move = (step: 1 | -1) => {
    const ids = lists.get(listed)?.ids ?? []
    const at = conversationId === undefined ? -1 : ids.indexOf(conversationId)
    const next = at === -1 ? ids[0] : ids[at + step]
    if (next !== undefined) navigate(`/${view}/${next}`)
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  const hasOpen = conversationId !== undefined
  return (
    <div className={hasOpen ? `${styles.inbox} ${styles.open}` : styles.inbox}>
      <section className={styles.list} aria-label={texts.conversations}>
        <ConversationList listed={listed} view={view} currentId={conversationId} search={search} onSearch={setSearch} />
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
function useListed(view: string, search: string): Listed {
  const { workspace, roles } = useDesk()
  const { data: saved } = useQuery({
    queryKey: ['desk', 'views'],
    queryFn: async () => (await workspace.parley.agent.listSavedViews()).views,
    enabled: roles.isAgent && view.startsWith('view_'),
  })
  return useMemo(() => {
    if (search !== '') return { filter: { search }, sort: 'last_updated' }
    if (view in views) return views[view as ViewName]
    const filter = view.startsWith('lbl_') ? { label: view } : saved?.find(({ id }) => id === view)?.filter
    return { filter: filter ?? {}, sort: 'last_updated' }
  }, [view, search, saved])
}
