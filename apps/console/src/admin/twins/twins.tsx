import { useEffect } from 'react'
import { Route, Switch } from 'wouter'
import { idFrom } from '../../addresses.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Missing } from '../parts/loaded.tsx'
import { NewTwin } from './new-twin.tsx'
import { TwinList } from './twin-list.tsx'
import { TwinScreen } from './twin-screen.tsx'

const tabs = ['', 'tools', 'versions']

/** The workspace’s twins: all of them, one, or a new one. */
export default function Twins() {
  useFollowedTwins()
  return (
    <Switch>
      <Route path="/" component={TwinList} />
      <Route path="/new/:tab?">{({ tab = '' }) => <NewTwin tab={tab} />}</Route>
      <Route path="/:twin/:tab?">
        {({ twin, tab = '' }) => {
          const id = idFrom('twin', twin)
          return id === undefined || !tabs.includes(tab) ? <Missing /> : <TwinScreen key={id} id={id} tab={tab} />
        }}
      </Route>
    </Switch>
  )
}

/** What others change of twins is asked for again. */
function useFollowedTwins(): void {
  const { topics } = useStore()
  const refresh = useRefresh()
  useEffect(() => topics.watch('twins', () => void refresh(['twins'])), [topics, refresh])
}
