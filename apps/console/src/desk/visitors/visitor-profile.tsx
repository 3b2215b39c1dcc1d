import { ParleyError } from '@parley/client/parley-error'
import { Ban, Trash2 } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import type { VisitorChanges } from '../../store/desk/calls.ts'
import type { KnownVisitor } from '../../store/desk/visitors.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import { visitorName } from '../visitor-name.ts'
import { Attributes } from './attributes.tsx'
import { Blocked } from './blocked.tsx'
import { Conversations } from './conversations.tsx'
import { Facts } from './facts.tsx'
import { Notes } from './notes.tsx'
import { Pages } from './pages.tsx'
import styles from './profile.module.css'
import { Tags } from './tags.tsx'
import { visitorTexts } from './texts/index.ts'

const BlockDialog = lazyPart(() => import('./block-dialog.tsx'))
const DeleteVisitor = lazyPart(() => import('./delete-visitor.tsx'))

interface VisitorProfileProps {
  visitorId: string
  /** The conversation that is open beside it: it is not among the others. */
  conversationId?: string
}

/** All that is known of a visitor, as it changes. */
export function VisitorProfile({ visitorId, conversationId }: VisitorProfileProps) {
  const texts = useTexts(visitorTexts)
  const { visitors } = useDesk()
  const visitor = useDeskTopic(`desk:visitor:${visitorId}`, (desk) => desk.visitors.get(visitorId))
  const [problem, setProblem] = useState<'missing' | 'failed'>()
  useEffect(() => {
    if (problem !== undefined) return
    visitors.load(visitorId).catch((error) => {
      const isMissing = error instanceof ParleyError && (error.status === 404 || error.status === 400)
      setProblem(isMissing ? 'missing' : 'failed')
    })
  }, [visitors, visitorId, problem])
  if (problem === 'missing') return <EmptyState title={texts.noSuchVisitor} about={texts.noSuchVisitorAbout} />
  if (visitor) return <Profile visitor={visitor} conversationId={conversationId} />
  if (problem === 'failed') return <FailedState onRetry={() => setProblem(undefined)} />
  return <Skeleton rows={8} />
}

function Profile({ visitor, conversationId }: { visitor: KnownVisitor; conversationId: string | undefined }) {
  const texts = useTexts(visitorTexts)
  const dates = useDates()
  const { calls, visitors, conversations, roles } = useDesk()
  const attempt = useAttempt()
  const [asks, setAsks] = useState<'block' | 'delete'>()
  const { id, isOnline, lastSeenAt, tags, notes, attributes } = visitor
  const name = visitorName(visitor, texts.visitor)
  const change = (changes: VisitorChanges) =>
    attempt(async () => {
      const changed = await calls.updateVisitor(id, changes)
      visitors.put(changed)
      conversations.takeVisitor(changed)
    })
  return (
    <div className={styles.profile}>
      <header className={styles.head}>
        <Avatar name={name} size={40} status={isOnline ? 'online' : 'offline'} />
        <div className={styles.who}>
          <h3 className={styles.name} dir="auto">
            {name}
          </h3>
          <p className={styles.state}>{isOnline ? texts.online : texts.lastSeen(dates.ago(lastSeenAt))}</p>
        </div>
      </header>
      {visitor.block && <Blocked visitorId={id} block={visitor.block} />}
      <Facts visitor={visitor} conversationId={conversationId} />
      <Pages pages={visitor.pages} />
      <Tags tags={tags} onChange={(changed) => change({ tags: changed })} />
      <Attributes values={attributes} onChange={(changed) => change({ attributes: changed })} />
      <Notes notes={notes ?? ''} onChange={(changed) => change({ notes: changed === '' ? null : changed })} />
      <Conversations visitorId={id} exceptId={conversationId} />
      <div className={styles.actions}>
        {!visitor.block && (
          <Button kind="quiet" onClick={() => setAsks('block')}>
            <Ban aria-hidden />
            {texts.block}
          </Button>
        )}
        {roles.isOwner && (
          <Button kind="quiet" onClick={() => setAsks('delete')}>
            <Trash2 aria-hidden />
            {texts.deleteVisitor}
          </Button>
        )}
      </div>
      <Suspense>
        {asks === 'block' && <BlockDialog visitorId={id} name={name} onClose={() => setAsks(undefined)} />}
        {asks === 'delete' && <DeleteVisitor visitorId={id} name={name} onClose={() => setAsks(undefined)} />}
      </Suspense>
    </div>
  )
}
