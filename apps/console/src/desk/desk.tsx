import { Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useTexts } from '../i18n/language.ts'
import type { SignedInState } from '../session/session.ts'
import { useScreenTitle } from '../shell/tab-title.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Skeleton } from '../ui/states.tsx'
import styles from './desk.module.css'
import { Inbox } from './inbox/inbox.tsx'
import { DeskNav } from './nav.tsx'
import { deskTexts } from './texts/index.ts'
import { DeskContext, useDeskOf } from './use-desk.ts'

const VisitorsScreen = lazyPart(() => import('./visitors/visitors-screen.tsx'))
const Replies = lazyPart(() => import('../admin/replies/replies.tsx'))
const ReportsScreen = lazyPart(() => import('./reports/reports-screen.tsx'))

/** The support desk: where visitors of the company’s websites are answered. */
export default function Desk({ me }: { me: SignedInState['me'] }) {
  const desk = useDeskOf(me)
  const [location] = useLocation()
  const isDeep = location.split('/').length > 2
  return (
    <DeskContext value={desk}>
      <div className={isDeep ? `${styles.desk} ${styles.deep}` : styles.desk}>
        <aside className={styles.nav}>
          <DeskNav />
        </aside>
        <Suspense fallback={<Skeleton />}>
          <Switch>
            <Route path="/visitors/:visitor?">{({ visitor }) => <VisitorsScreen visitorId={visitor} />}</Route>
            {desk.roles.isAgent && (
              <Route path="/replies">
                <RepliesPage />
              </Route>
            )}
            {desk.roles.isOwner && (
              <Route path="/reports">
                <ReportsScreen />
              </Route>
            )}
            <Route path="/:view/:conversation?">
              {({ view, conversation }) => <Inbox key={view} view={view} conversationId={conversation} />}
            </Route>
            <Route>
              <Redirect to={desk.roles.isAgent ? '/mine' : '/waiting'} replace />
            </Route>
          </Switch>
        </Suspense>
      </div>
    </DeskContext>
  )
}

/** What agents send often, which administration has as well. */
function RepliesPage() {
  const { cannedReplies } = useTexts(deskTexts)
  useScreenTitle(cannedReplies)
  return (
    <div className={styles.page}>
      <Replies />
    </div>
  )
}
