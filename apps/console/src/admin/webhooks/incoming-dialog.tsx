import type { IncomingWebhook } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { useRefresh } from '../parts/asked.ts'
import { Problem, textIn } from '../parts/form.tsx'
import styles from '../parts/parts.module.css'
import { Copyable } from '../parts/secret.tsx'
import { webhooksTexts } from './texts/index.ts'

interface IncomingDialogProps {
  /** One that gets another URL; a new one otherwise. */
  renewed?: IncomingWebhook
  onClose: () => void
}

/** Makes a URL that programs post to, and shows it this once. */
export default function IncomingDialog({ renewed, onClose }: IncomingDialogProps) {
  const texts = useTexts(webhooksTexts)
  const { close } = useTexts(uiTexts)
  const [url, setUrl] = useState<string>()
  if (url !== undefined)
    return (
      <Dialog title={texts.urlTitle} about={texts.urlOnce} onClose={onClose}>
        <Copyable text={url} label={texts.url} />
        <DialogActions>
          <Button onClick={onClose}>{close}</Button>
        </DialogActions>
      </Dialog>
    )
  return renewed ? (
    <Renew webhook={renewed} onUrl={setUrl} onClose={onClose} />
  ) : (
    <Create onUrl={setUrl} onClose={onClose} />
  )
}

interface StepProps {
  onUrl: (url: string) => void
  onClose: () => void
}

function Renew({ webhook: { id, name }, onUrl, onClose }: StepProps & { webhook: IncomingWebhook }) {
  const texts = useTexts(webhooksTexts)
  const { parley } = useStore()
  return (
    <ConfirmDialog
      title={texts.newUrlOf(name)}
      about={texts.newUrlAbout}
      action={texts.newUrl}
      isDangerous
      onConfirm={async () => {
        onUrl((await parley.incomingWebhooks.regenerate({ id })).data.url)
        return false
      }}
      onClose={onClose}
    />
  )
}

function Create({ onUrl, onClose }: StepProps) {
  const texts = useTexts(webhooksTexts)
  const { cancel } = useTexts(uiTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const channels = useTopic('channels', (store) => store.channels.mine)
  const { problems, isBusy, submit } = useForm(['name', 'channelId', 'avatarUrl'])
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void submit(async () => {
      const { data } = await parley.incomingWebhooks.create({
        name: textIn(form, 'name') ?? '',
        channelId: String(form.get('channelId')),
        avatarUrl: textIn(form, 'avatarUrl') ?? null,
      })
      onUrl(data.url)
      await refresh(['incoming webhooks'])
    })
  }
  return (
    <Dialog title={texts.addIncoming} about={texts.incomingAbout} onClose={onClose}>
      <form className={styles.form} onSubmit={send}>
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          name="name"
          required
          autoFocus
          dir="auto"
          autoComplete="off"
          problem={problems.fields.name}
        />
        <SelectField label={texts.channel} name="channelId" required problem={problems.fields.channelId}>
          {channels
            .filter(({ channel_type }) => channel_type !== 'dm')
            .map(({ id, name }) => (
              <option key={id} value={id}>
                #{name}
              </option>
            ))}
        </SelectField>
        <TextField
          label={texts.avatar}
          name="avatarUrl"
          type="url"
          autoComplete="off"
          problem={problems.fields.avatarUrl}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
