import { Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { detailsTabs, idFrom } from '../addresses.ts'
import { ChannelWordContext } from '../text/channel-word.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Skeleton } from '../ui/states.tsx'
import { ChannelScreen } from './channel-screen.tsx'
import { ChannelWord } from './channel-word.tsx'
import styles from './chat.module.css'
import { Start } from './first-steps/start.tsx'
import { NoChannel } from './no-channel.tsx'
import { NothingHere } from './nothing-here.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'

const PrivateChats = lazyPart(() => import('./private/private-chats.tsx'))
const Threads = lazyPart(() => import('./finding/lists/threads.tsx'))
const Mentions = lazyPart(() => import('./finding/lists/mentions.tsx'))
const Drafts = lazyPart(() => import('./finding/lists/drafts.tsx'))
const Scheduled = lazyPart(() => import('./finding/lists/scheduled.tsx'))
const Search = lazyPart(() => import('./finding/search/search.tsx'))
const BrowseChannels = lazyPart(() => import('./finding/channels/browse.tsx'))

/** Team chat: the channels at the side, one of them open. */
export function Chat() {
  const [location] = useLocation()
  const isAtChannel = location !== '/'
  return (
    <div className={isAtChannel ? `${styles.chat} ${styles['at-channel']}` : styles.chat}>
      <aside className={styles.sidebar}>
        <Sidebar />
      </aside>
      <div className={styles.main}>
        <ChannelWordContext value={ChannelWord}>
          <Suspense fallback={<Skeleton />}>
            <Switch>
              <Route path="/c/:channel/*?">
                {({ channel, '*': rest }) => {
                  const id = idFrom('ch', channel)
                  const details = detailsTabs.find((tab) => rest === `details/${tab}`)
                  return id === undefined ? <NoChannel /> : <ChannelScreen key={id} channelId={id} details={details} />
                }}
              </Route>
              <Route path="/first-steps">
                <Start />
              </Route>
              <Route path="/twins/:chat?">{({ chat }) => <PrivateChats chat={chat} />}</Route>
              <Route path="/threads">
                <Threads />
              </Route>
              <Route path="/mentions">
                <Mentions />
              </Route>
              <Route path="/drafts">
                <Drafts />
              </Route>
              <Route path="/drafts/scheduled">
                <Scheduled />
              </Route>
              <Route path="/search">
                <Search />
              </Route>
              <Route path="/channels">
                <BrowseChannels isArchived={false} />
              </Route>
              <Route path="/channels/archived">
                <BrowseChannels isArchived />
              </Route>
              <Route path="/">
                <Start />
              </Route>
              <Route>
                <NothingHere />
              </Route>
            </Switch>
          </Suspense>
        </ChannelWordContext>
      </div>
    </div>
  )
}
