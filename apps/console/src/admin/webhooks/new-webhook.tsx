import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useForm } from '../../ui/forms.ts'
import { useRefresh } from '../parts/asked.ts'
import { Form } from '../parts/form.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Copyable } from '../parts/secret.tsx'
import { webhooksTexts } from './texts/index.ts'
import { WebhookFields, webhookFields, webhookIn } from './webhook-fields.tsx'

/** Creates a webhook, and shows its secret this once. */
export function NewWebhook({ onDone }: { onDone: (id: string) => void }) {
  const texts = useTexts(webhooksTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(webhookFields)
  const [created, setCreated] = useState<{ id: string; secret: string }>()
  const send = (form: FormData) =>
    void submit(async () => {
      const { data } = await parley.webhooks.create(webhookIn(form))
      setCreated(data)
      await refresh(['webhooks'])
    })
  return (
    <Page title={texts.add} about={texts.addAbout} back={{ href: '/', label: texts.title }}>
      {created ? (
        <Section title={texts.secret} about={texts.secretAbout}>
          <Copyable text={created.secret} label={texts.secret} />
          <div>
            <Button kind="main" onClick={() => onDone(created.id)}>
              {texts.goOn}
            </Button>
          </div>
        </Section>
      ) : (
        <Form problem={problems.whole} isBusy={isBusy} action={texts.create} onSubmit={send}>
          <WebhookFields problems={problems} />
        </Form>
      )}
    </Page>
  )
}
