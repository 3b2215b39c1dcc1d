import { Route, Switch } from 'wouter'
import { Missing } from '../parts/loaded.tsx'
import { ErasureList } from './erasure-list.tsx'
import { ErasureScreen } from './erasure-screen.tsx'

/** What was erased for good: all of it, or one with the receipt. */
export default function Erasures() {
  return (
    <Switch>
      <Route path="/" component={ErasureList} />
      <Route path="/:id">{({ id }) => <ErasureScreen key={id} id={id} />}</Route>
      <Route component={Missing} />
    </Switch>
  )
}
