import type { Webhook, WebhookDelivery } from '@parley/client/index'
import { useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { nextAfter, useAskedPages, useRefresh } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { webhooksTexts } from './texts/index.ts'

type Status = WebhookDelivery['status']

const statuses: readonly Status[] = ['failed', 'waiting', 'delivered']
const pageRows = 50
const tones = { delivered: 'good', waiting: 'warn', failed: 'bad' } as const

/** What was sent to a webhook and is to be, the newest first; what failed can be sent again. */
export function Deliveries({ webhook: { id, isActive } }: { webhook: Webhook }) {
  const texts = useTexts(webhooksTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [status, setStatus] = useState<Status>()
  const deliveries = useAskedPages<WebhookDelivery, string>(
    ['webhooks', id, 'deliveries', status ?? null],
    async ({ parley }, before) => {
      const page = { limit: pageRows, ...(before && { before }) }
      const { data } = await parley.webhooks.listDeliveries({ id, ...(status && { status }), ...page })
      return { data, next: nextAfter(data, pageRows, (last) => last.id) }
    },
  )
  const replay = (deliveryId: string) =>
    void attempt(async () => {
      await parley.webhooks.replayDelivery({ id, deliveryId })
      await refresh(['webhooks', id])
    })
  const replayFailed = () =>
    void attempt(async () => {
      const since = new Date(Date.now() - keptMs).toISOString()
      const { replayed } = (await parley.webhooks.replay({ id, since, status: 'failed' })).data
      say(texts.replayed(replayed))
      await refresh(['webhooks', id])
    })
  return (
    <Section
      title={texts.deliveries}
      about={texts.deliveriesAbout}
      actions={
        <>
          <Select
            aria-label={texts.status}
            value={status ?? ''}
            onChange={(event) => setStatus((event.currentTarget.value as Status) || undefined)}
          >
            <option value="">{texts.all}</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {texts.deliveryStatuses[each]}
              </option>
            ))}
          </Select>
          <Button onClick={() => void refresh(['webhooks', id])}>{texts.refresh}</Button>
          <Button disabled={!isActive} onClick={replayFailed}>
            {texts.replayFailed}
          </Button>
        </>
      }
    >
      <Loaded of={deliveries}>
        {(all) =>
          all.length === 0 ? (
            <p>{texts.noDeliveries}</p>
          ) : (
            <Table
              label={texts.deliveries}
              rows={all}
              keyOf={(delivery) => delivery.id}
              columns={[
                {
                  label: texts.event,
                  kind: 'main',
                  cell: ({ event, response }) => <Named name={event} about={response?.error ?? response?.body} />,
                },
                {
                  label: texts.status,
                  cell: (delivery) => (
                    <Badge tone={tones[delivery.status]}>{texts.deliveryStatuses[delivery.status]}</Badge>
                  ),
                },
                { label: texts.answer, kind: 'number', cell: ({ response }) => response?.status ?? '–' },
                { label: texts.tries, kind: 'number', cell: ({ attempts }) => attempts },
                { label: texts.at, cell: ({ createdAt }) => dates.when(createdAt) },
                {
                  label: actions,
                  kind: 'buttons',
                  cell: (delivery) => (
                    <Button
                      kind="quiet"
                      disabled={!isActive}
                      aria-label={texts.replayOf(delivery.event)}
                      onClick={() => replay(delivery.id)}
                    >
                      {texts.replay}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More of={deliveries.more} />
    </Section>
  )
}

/** The log goes back so far. */
const keptMs = 30 * 86_400_000
