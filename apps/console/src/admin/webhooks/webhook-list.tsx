import type { Webhook } from '@parley/client/index'
import { Plus } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { useAsked } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { webhooksTexts } from './texts/index.ts'

const tones = { active: 'good', failing: 'warn', inactive: undefined, disabled: 'bad' } as const

export function WebhookBadge({ status }: { status: Webhook['status'] }) {
  const { statuses } = useTexts(webhooksTexts)
  const tone = tones[status]
  return <Badge {...(tone && { tone })}>{statuses[status]}</Badge>
}

/** The URLs that events are posted to, and how each does. */
export function WebhookList() {
  const texts = useTexts(webhooksTexts)
  const [, navigate] = useLocation()
  const webhooks = useAsked(['webhooks'], async ({ parley }) => (await parley.webhooks.list()).data)
  return (
    <Section
      title={texts.outgoing}
      about={texts.outgoingAbout}
      actions={
        <Button onClick={() => navigate('/new')}>
          <Plus aria-hidden />
          {texts.add}
        </Button>
      }
    >
      <Loaded of={webhooks}>{(all) => (all.length > 0 ? <WebhookTable webhooks={all} /> : <p>{texts.none}</p>)}</Loaded>
    </Section>
  )
}

function WebhookTable({ webhooks }: { webhooks: readonly Webhook[] }) {
  const texts = useTexts(webhooksTexts)
  const dates = useDates()
  return (
    <Table
      label={texts.outgoing}
      rows={webhooks}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.url,
          kind: 'main',
          cell: ({ id, url, description }) => <Named name={<Link href={`/${id}`}>{url}</Link>} about={description} />,
        },
        { label: texts.status, cell: ({ status }) => <WebhookBadge status={status} /> },
        { label: texts.events, kind: 'number', cell: ({ events }) => events.length },
        { label: texts.waiting, kind: 'number', cell: ({ waiting }) => waiting },
        {
          label: texts.lastDelivered,
          cell: ({ lastDeliveredAt }) => (lastDeliveredAt ? dates.ago(lastDeliveredAt) : texts.never),
        },
      ]}
    />
  )
}
