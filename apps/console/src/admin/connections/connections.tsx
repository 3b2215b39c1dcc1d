import { Redirect, Route, Switch } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useAsked, useRefreshOn } from '../parts/asked.ts'
import { Loaded, Missing } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { ConnectScreen } from './connect-screen.tsx'
import { ConnectionList, type Connections } from './connection-list.tsx'
import { ConnectionScreen } from './connection-screen.tsx'
import { OAuthReturn } from './oauth.tsx'
import { SetupScreen } from './setup-screen.tsx'
import { connectionsTexts } from './texts/index.ts'

/** The platforms that messages cross to and from, and each of them on a screen of its own. */
export default function ConnectionsScreen() {
  const texts = useTexts(connectionsTexts)
  const connections = useAsked(['connections'], ({ parley }) => parley.platformConnections.listConnections(), {
    isAlwaysFresh: true,
  })
  useRefreshOn('connection.status', 'connections')
  return (
    <Switch>
      <Route path="/">
        <Page title={texts.title} about={texts.about}>
          <Loaded of={connections}>{(all) => <ConnectionList {...all} />}</Loaded>
        </Page>
      </Route>
      <Route path="/:platform/authorized">{({ platform }) => <OAuthReturn platform={platform} />}</Route>
      <Route path="/:platform/setup/:step">
        {({ platform, step }) => (
          <Loaded of={connections}>
            {({ connected }) => {
              const connection = connected.find((each) => each.platform === platform)
              return connection ? <SetupScreen connection={connection} step={step} /> : <Redirect to={`/${platform}`} />
            }}
          </Loaded>
        )}
      </Route>
      <Route path="/:platform/:tab?">
        {({ platform, tab = '' }) => (
          <Loaded of={connections}>
            {(all) => <PlatformScreen platform={platform} tab={tab} connections={all} />}
          </Loaded>
        )}
      </Route>
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  )
}

interface PlatformScreenProps {
  platform: string
  tab: string
  connections: Connections
}

function PlatformScreen({ platform, tab, connections }: PlatformScreenProps) {
  const connection = connections.connected.find((each) => each.platform === platform)
  if (connection) return <ConnectionScreen connection={connection} tab={tab} />
  const offered = connections.available.find((each) => each.platform === platform)
  return offered ? <ConnectScreen offered={offered} /> : <Missing />
}
