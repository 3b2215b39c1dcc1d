import { useEffect } from 'react'
import { Route, Switch } from 'wouter'
import { idFrom } from '../../addresses.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Missing } from '../parts/loaded.tsx'
import { NewTwin } from './new-twin.tsx'
import { TwinList } from './twin-list.tsx'
import { TwinScreen } from './twin-screen.tsx'

/** The workspace’s twins: all of them, one, or a new one. */
export default function Twins() {
  useFollowedTwins()
  return (
    <Switch>
      <Route path="/" component={TwinList} />
      <Route path="/new" component={NewTwin} />
      <Route path="/:twin">
        {({ twin }) => {
          const id = idFrom('twin', twin)
          return id === undefined ? <Missing /> : <TwinScreen key={id} id={id} />
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
