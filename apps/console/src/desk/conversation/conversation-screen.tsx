import { ParleyError } from '@parley/client/parley-error'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useScreenTitle } from '../../shell/tab-title.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import type { Listed } from '../../store/desk/filter.ts'
import { Arrivals } from '../../ui/arrivals.tsx'
import { useKeys } from '../../ui/keys.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { useValue } from '../../ui/use-value.ts'
import { Composer } from '../composer/composer.tsx'
import type { PathOf } from '../inbox/use-listed.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import { isPaneOpen } from '../visitors/pane-state.ts'
import styles from './conversation.module.css'
import { ConversationHead } from './head.tsx'
import { Timeline } from './timeline.tsx'
import { useConversationActions } from './use-actions.ts'
import { useLooking } from './use-looking.ts'

const VisitorPane = lazyPart(() => import('../visitors/visitor-pane.tsx'))

interface ConversationScreenProps {
  id: string
  pathOf: PathOf
  listed: Listed
}

/** A conversation that somebody looks at, whoever has it. */
export function ConversationScreen(props: ConversationScreenProps) {
  const { id } = props
  const texts = useTexts(deskTexts)
  const { conversations } = useDesk()
  const conversation = useDeskTopic(`desk:conversation:${id}`, (desk) => desk.conversations.get(id))
  const [problem, setProblem] = useState<'missing' | 'failed'>()
  useEffect(() => {
    if (problem !== undefined) return
    conversations.load(id).catch((error) => {
      const isMissing = error instanceof ParleyError && (error.status === 404 || error.status === 400)
      setProblem(isMissing ? 'missing' : 'failed')
    })
  }, [conversations, id, problem])
  if (conversation) return <OpenConversation {...props} conversation={conversation} />
  if (problem === 'failed') return <FailedState onRetry={() => setProblem(undefined)} />
  if (problem === 'missing')
    return <EmptyState title={texts.noSuchConversation} about={texts.noSuchConversationAbout} />
  return <Skeleton rows={10} />
}

function OpenConversation({
  id,
  pathOf,
  listed,
  conversation,
}: ConversationScreenProps & { conversation: DeskConversation }) {
  const { timelines, roles, workspace } = useDesk()
  const composer = useRef<HTMLTextAreaElement>(null)
  const actions = useConversationActions(conversation, { pathOf, listed })
  useEffect(() => void timelines.open(id), [timelines, id])
  const { realtime } = workspace
  const watchArrivals = useCallback(
    (arrive: (author: string) => void) =>
      realtime.on('conversation.message', ({ data: { conversationId, senderType } }) => {
        if (conversationId === id && senderType === 'VISITOR') arrive(actions.name)
      }),
    [realtime, id, actions.name],
  )
  const isPaneShown = useValue(isPaneOpen)
  useLooking(conversation)
  useScreenTitle(actions.name)
  const { isOpen, isMine, isTaken } = actions
  useKeys({
    ...(isOpen && { e: () => void actions.resolve() }),
    ...(roles.isAgent && { r: () => composer.current?.focus() }),
    ...(roles.isAgent && isOpen && !isMine && !isTaken && { a: () => void actions.assignToMe() }),
  })
  return (
    <div className={isPaneShown ? `${styles.screen} ${styles['with-visitor']}` : styles.screen}>
      <section className={styles.conversation} aria-label={actions.name}>
        <Arrivals watch={watchArrivals} />
        <ConversationHead conversation={conversation} actions={actions} pathOf={pathOf} />
        <Timeline conversation={conversation} name={actions.name} />
        {roles.isAgent && !conversation.mergedInto && (
          <footer>
            <Composer conversation={conversation} actions={actions} inputRef={composer} />
          </footer>
        )}
      </section>
      {isPaneShown && (
        <Suspense>
          <VisitorPane visitorId={conversation.visitor.id} conversationId={id} />
        </Suspense>
      )}
    </div>
  )
}
