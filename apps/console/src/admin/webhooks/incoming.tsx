import type { IncomingWebhook } from '@parley/client/index'
import { Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { webhooksTexts } from './texts/index.ts'

const IncomingDialog = lazyPart(() => import('./incoming-dialog.tsx'))

/** URLs that programs post messages to, as they would to Slack. */
export function IncomingWebhooks() {
  const texts = useTexts(webhooksTexts)
  const [isAdding, setAdding] = useState(false)
  const webhooks = useAsked(['incoming webhooks'], async ({ parley }) => (await parley.incomingWebhooks.list()).data)
  return (
    <Section
      title={texts.incoming}
      about={texts.incomingAbout}
      actions={
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {texts.addIncoming}
        </Button>
      }
    >
      <Loaded of={webhooks}>
        {(all) => (all.length > 0 ? <IncomingTable webhooks={all} /> : <p>{texts.noIncoming}</p>)}
      </Loaded>
      {isAdding && (
        <Suspense>
          <IncomingDialog onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  )
}

function IncomingTable({ webhooks }: { webhooks: readonly IncomingWebhook[] }) {
  const texts = useTexts(webhooksTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [deleting, setDeleting] = useState<IncomingWebhook>()
  const [renewing, setRenewing] = useState<IncomingWebhook>()

  const run = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work()
      await refresh(['incoming webhooks'])
    })
  return (
    <>
      <Table
        label={texts.incoming}
        rows={webhooks}
        keyOf={({ id }) => id}
        columns={[
          {
            label: texts.name,
            kind: 'main',
            cell: ({ name, avatarUrl, channelId }) => (
              <Named
                picture={<Avatar name={name} url={avatarUrl} />}
                name={name}
                about={<ChannelName id={channelId} />}
              />
            ),
          },
          {
            label: texts.active,
            cell: ({ id, name, isActive }) => (
              <Switch
                isBare
                label={texts.activeOf(name)}
                checked={isActive}
                onChange={(isOn) => void run(() => parley.incomingWebhooks.update({ id, isActive: isOn }))}
              />
            ),
          },
          { label: texts.lastUsed, cell: ({ lastUsedAt }) => (lastUsedAt ? dates.ago(lastUsedAt) : texts.never) },
          {
            label: actions,
            kind: 'buttons',
            cell: (webhook) => (
              <>
                <Button kind="quiet" aria-label={texts.newUrlOf(webhook.name)} onClick={() => setRenewing(webhook)}>
                  {texts.newUrl}
                </Button>
                <Button kind="quiet" aria-label={texts.deleteOf(webhook.name)} onClick={() => setDeleting(webhook)}>
                  {texts.delete}
                </Button>
              </>
            ),
          },
        ]}
      />
      {deleting && (
        <ConfirmDialog
          title={texts.deleteIncomingTitle(deleting.name)}
          about={texts.deleteIncomingAbout}
          action={texts.delete}
          isDangerous
          onConfirm={async () => {
            await parley.incomingWebhooks.delete({ id: deleting.id })
            await refresh(['incoming webhooks'])
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
      {renewing && (
        <Suspense>
          <IncomingDialog renewed={renewing} onClose={() => setRenewing(undefined)} />
        </Suspense>
      )}
    </>
  )
}

function ChannelName({ id }: { id: string }) {
  const name = useTopic(`channel:${id}`, ({ channels }) => channels.get(id)?.name)
  return name ? `#${name}` : null
}
