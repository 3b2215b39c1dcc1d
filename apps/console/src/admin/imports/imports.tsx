import { Route, Switch } from 'wouter'
import { useRefreshOn } from '../parts/asked.ts'
import { Missing, NotPermitted } from '../parts/loaded.tsx'
import { useRole } from '../parts/role.ts'
import { ImportList } from './import-list.tsx'
import { ImportScreen } from './import-screen.tsx'
import { ImportedChannelScreen } from './imported-channel-screen.tsx'

/** What is brought in from elsewhere, and taken out: all of it, one import, or one of its channels. */
export default function Imports() {
  const { isAdmin } = useRole()
  useRefreshOn('import.progress', 'imports')
  useRefreshOn('export.progress', 'exports')
  if (!isAdmin) return <NotPermitted />
  return (
    <Switch>
      <Route path="/" component={ImportList} />
      <Route path="/:id">{({ id }) => <ImportScreen key={id} id={id} />}</Route>
      <Route path="/:id/channels/:number">
        {({ id, number }) => <ImportedChannelScreen key={number} importId={id} number={Number(number)} />}
      </Route>
      <Route component={Missing} />
    </Switch>
  )
}
