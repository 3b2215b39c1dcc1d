import { Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useRefreshOn } from '../parts/asked.ts'
import { Page } from '../parts/page.tsx'
import { IncomingWebhooks } from './incoming.tsx'
import { NewWebhook } from './new-webhook.tsx'
import { webhooksTexts } from './texts/index.ts'
import { WebhookList } from './webhook-list.tsx'

const WebhookScreen = lazyPart(() => import('./webhook-screen.tsx'))

/** Events that are posted to URLs of theirs, and URLs that programs post messages to. */
export default function Webhooks() {
  const texts = useTexts(webhooksTexts)
  const [, navigate] = useLocation()
  useRefreshOn('webhook.disabled', 'webhooks')
  return (
    <Switch>
      <Route path="/">
        <Page title={texts.title} about={texts.about}>
          <WebhookList />
          <IncomingWebhooks />
        </Page>
      </Route>
      <Route path="/new">
        <NewWebhook onDone={(id) => navigate(`/${id}`)} />
      </Route>
      <Route path="/:id">
        {({ id }) => (
          <Suspense fallback={<Skeleton />}>
            <WebhookScreen id={id} />
          </Suspense>
        )}
      </Route>
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  )
}
