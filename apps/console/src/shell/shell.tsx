import { Headset, type LucideIcon, MessagesSquare, Settings } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { idIn } from '../addresses.ts'
import { Chat } from '../chat/chat.tsx'
import { Dialogs } from '../chat/dialogs.tsx'
import { useTexts } from '../i18n/language.ts'
import type { SignedInState } from '../session/session.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Skeleton } from '../ui/states.tsx'
import { useValue } from '../ui/use-value.ts'
import { AccountMenu } from './account-menu.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { useLandmarkKeys } from './landmarks.ts'
import { notifications } from './notifications/permission.ts'
import { useAppliedPreferences } from './preferences.ts'
import styles from './shell.module.css'
import { TabTitle } from './tab-title.ts'
import { shellTexts } from './texts/index.ts'
import { WorkspaceMenu } from './workspace-menu.tsx'

const Desk = lazyPart(() => import('../desk/desk.tsx'))
const Admin = lazyPart(() => import('../admin/admin.tsx'))
const ChatNotifications = lazyPart(() => import('./notifications/chat-notifications.ts'))
const DeskNotifications = lazyPart(() => import('../desk/notifications.tsx'))
const Account = lazyPart(() => import('../account/settings/account.tsx'))

interface ShellProps {
  workspace: NonNullable<SignedInState['workspace']>
  me: SignedInState['me']
}

/** What stands around everything: the areas at the side, and what the connection is like. */
export function Shell({ workspace, me }: ShellProps) {
  const texts = useTexts(shellTexts)
  useAppliedPreferences()
  const isNotifying = useValue(notifications)
  useLandmarkKeys()
  const isOfDesk = me.roles.length > 0
  return (
    <Route path={`/${idIn('wsp', workspace.uuid)}`} nest>
      <div className={styles.shell}>
        <a className={styles.skip} href="#content">
          {texts.skipToContent}
        </a>
        <TabTitle workspaceName={workspace.name} />
        <ConnectionBanner />
        {isNotifying && (
          <Suspense>
            <ChatNotifications onNotLoaded={() => {}} />
          </Suspense>
        )}
        {me.roles.includes('AGENT') && (
          <Suspense>
            <DeskNotifications me={me} onNotLoaded={() => {}} />
          </Suspense>
        )}
        <nav className={styles.rail} aria-label={texts.areas}>
          <WorkspaceMenu workspace={workspace} />
          <Area path="/" icon={MessagesSquare}>
            {texts.chat}
          </Area>
          {isOfDesk && (
            <Area path="/desk" icon={Headset}>
              {texts.desk}
            </Area>
          )}
          {workspace.role !== 'guest' && (
            <Area path="/admin" icon={Settings}>
              {texts.admin}
            </Area>
          )}
          <AccountMenu me={me} />
        </nav>
        <main className={styles.content} id="content">
          <h1 className="unseen">{workspace.name}</h1>
          <ErrorBoundary>
            <Suspense fallback={<Skeleton />}>
              <Switch>
                {isOfDesk && (
                  <Route path="/desk" nest>
                    <Desk me={me} />
                  </Route>
                )}
                {workspace.role !== 'guest' && (
                  <Route path="/admin" nest>
                    <Admin />
                  </Route>
                )}
                <Route path="/account" nest>
                  <Account />
                </Route>
                <Route path="/desk/*?">
                  <Redirect to="/" />
                </Route>
                <Route>
                  <Chat />
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
        <Dialogs />
      </div>
    </Route>
  )
}

const areas = ['/desk', '/admin', '/account']

function Area({ path, icon: Icon, children }: { path: string; icon: LucideIcon; children: ReactNode }) {
  const [location] = useLocation()
  const current = areas.find((each) => location === each || location.startsWith(`${each}/`)) ?? '/'
  return (
    <Link href={path} className={styles.area} aria-current={current === path ? 'page' : undefined}>
      <Icon aria-hidden />
      {children}
    </Link>
  )
}
