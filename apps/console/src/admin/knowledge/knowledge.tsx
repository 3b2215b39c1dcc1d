import { Route, Switch } from 'wouter'
import { idFrom } from '../../addresses.ts'
import { Missing } from '../parts/loaded.tsx'
import { DocumentList } from './document-list.tsx'
import { DocumentScreen } from './document-screen.tsx'

/** What the workspace knows: all its documents, or one. */
export default function Knowledge() {
  return (
    <Switch>
      <Route path="/" component={DocumentList} />
      <Route path="/:document">
        {({ document }) => {
          const id = idFrom('doc', document)
          return id === undefined ? <Missing /> : <DocumentScreen key={id} id={id} />
        }}
      </Route>
    </Switch>
  )
}
