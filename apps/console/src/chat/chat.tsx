import { MessagesSquare } from 'lucide-react'
import { Route, Switch, useLocation } from 'wouter'
import { idFrom } from '../addresses.ts'
import { useTexts } from '../i18n/language.ts'
import { EmptyState } from '../ui/states.tsx'
import { ChannelScreen } from './channel-screen.tsx'
import styles from './chat.module.css'
import { NoChannel } from './no-channel.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { chatTexts } from './texts/index.ts'

/** Team chat: the channels at the side, one of them open. */
export function Chat() {
  const texts = useTexts(chatTexts)
  const [location] = useLocation()
  const isAtChannel = location !== '/'
  return (
    <div className={isAtChannel ? `${styles.chat} ${styles['at-channel']}` : styles.chat}>
      <aside className={styles.sidebar}>
        <Sidebar />
      </aside>
      <div className={styles.main}>
        <Switch>
          <Route path="/c/:channel">
            {({ channel }) => {
              const id = idFrom('ch', channel)
              return id === undefined ? <NoChannel /> : <ChannelScreen key={id} channelId={id} />
            }}
          </Route>
          <Route>
            <EmptyState icon={MessagesSquare} title={texts.selectChannel} about={texts.selectChannelAbout} />
          </Route>
        </Switch>
      </div>
    </div>
  )
}
