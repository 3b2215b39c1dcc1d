import { Route, Switch } from 'wouter'
import { idFrom } from '../../addresses.ts'
import { Missing } from '../parts/loaded.tsx'
import { DocumentList } from './document-list.tsx'
import { DocumentScreen, documentTabs } from './document-screen.tsx'

/** What the workspace knows: all its documents, or one. */
export default function Knowledge() {
  return (
    <Switch>
      <Route path="/" component={DocumentList} />
      <Route path="/:document/:tab?">
        {({ document, tab = '' }) => {
          const id = idFrom('doc', document)
          const shown = documentTabs.find((each) => each === tab)
          return id === undefined || shown === undefined ? <Missing /> : <DocumentScreen key={id} id={id} tab={shown} />
        }}
      </Route>
    </Switch>
  )
}
