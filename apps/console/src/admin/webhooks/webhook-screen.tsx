import type { Webhook } from '@parley/client/index'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt, useForm } from '../../ui/forms.ts'
import { Switch } from '../../ui/switch.tsx'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Form } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Copyable } from '../parts/secret.tsx'
import { Deliveries } from './deliveries.tsx'
import { webhooksTexts } from './texts/index.ts'
import { WebhookFields, webhookFields, webhookIn } from './webhook-fields.tsx'
import { WebhookBadge } from './webhook-list.tsx'

/** One webhook: how it does, what was sent, and what it is. */
export default function WebhookScreen({ id }: { id: string }) {
  const webhook = useAsked(['webhooks', id], async ({ parley }) => (await parley.webhooks.get({ id })).data)
  return <Loaded of={webhook}>{(found) => <Found webhook={found} />}</Loaded>
}

function Found({ webhook }: { webhook: Webhook }) {
  const texts = useTexts(webhooksTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const { id, url, status, description, isActive, disabledReason, failingSince, dropped } = webhook
  const [isBusy, setBusy] = useState(false)
  const { problems, isBusy: isSaving, submit } = useForm(webhookFields)

  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await attempt(work)
    await refresh(['webhooks'])
    setBusy(false)
  }
  const test = () =>
    void run(async () => {
      const { success, response } = (await parley.webhooks.test({ id })).data
      say(success ? texts.testWorked(response.durationMs) : texts.testFailed(response.error ?? `${response.status}`))
    })
  const problem = [
    disabledReason && texts.disabledReasons[disabledReason],
    failingSince && texts.failingSince(dates.ago(failingSince)),
    dropped > 0 && texts.dropped(dropped),
  ].filter(Boolean)

  return (
    <Page
      title={
        <>
          {description || new URL(url).host} <WebhookBadge status={status} />
        </>
      }
      about={problem.join(' ')}
      back={{ href: '/', label: texts.title }}
      actions={
        <>
          <Switch
            label={texts.active}
            checked={isActive}
            disabled={isBusy}
            onChange={(isOn) => void run(() => parley.webhooks.update({ id, isActive: isOn }))}
          />
          <Button isBusy={isBusy} onClick={test}>
            {texts.test}
          </Button>
        </>
      }
    >
      <Deliveries webhook={webhook} />
      <Section title={texts.settings}>
        <Form
          problem={problems.whole}
          isBusy={isSaving}
          onSubmit={(form) =>
            void submit(async () => {
              await parley.webhooks.update({ id, ...webhookIn(form) })
              say(texts.saved)
              await refresh(['webhooks'])
            })
          }
        >
          <WebhookFields webhook={webhook} problems={problems} />
        </Form>
      </Section>
      <Secret webhook={webhook} />
      <DeleteWebhook id={id} />
    </Page>
  )
}

function Secret({ webhook: { id, previousSecretUntil } }: { webhook: Webhook }) {
  const texts = useTexts(webhooksTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [secret, setSecret] = useState<string>()
  const rotate = () =>
    attempt(async () => {
      setSecret((await parley.webhooks.rotateSecret({ id })).data.secret)
      await refresh(['webhooks'])
    })
  return (
    <Section
      title={texts.secret}
      about={previousSecretUntil ? texts.bothUntil(dates.when(previousSecretUntil)) : texts.rotateAbout}
      actions={<Button onClick={() => void rotate()}>{texts.rotate}</Button>}
    >
      {secret && (
        <>
          <Copyable text={secret} label={texts.secret} />
          <p>{texts.secretAbout}</p>
        </>
      )}
    </Section>
  )
}

function DeleteWebhook({ id }: { id: string }) {
  const texts = useTexts(webhooksTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    await parley.webhooks.delete({ id })
    navigate('/')
    await refresh(['webhooks'])
  }
  return (
    <Section
      title={texts.delete}
      about={texts.deleteAbout}
      isDangerous
      actions={<Button onClick={() => setAsking(true)}>{texts.delete}</Button>}
    >
      {isAsking && (
        <ConfirmDialog
          title={texts.deleteTitle}
          about={texts.deleteAbout}
          action={texts.delete}
          isDangerous
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
