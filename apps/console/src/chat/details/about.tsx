import type { MyChannel } from '@parley/client/index'
import type { FormEvent } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { useAttempt, useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { useChannelView } from '../message/use-channel-view.ts'
import { openDialog } from '../open-dialog.ts'
import styles from './details.module.css'
import { ChannelRetention } from './retention.tsx'
import { detailsTexts } from './texts/index.ts'

/** What a channel says of itself, what one is notified of in it, and the way out. */
export function About({ channel }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  const dates = useDates()
  const { parley, channels } = useStore()
  const { isAdmin } = useChannelView()
  const attempt = useAttempt()
  const isDirect = channel.channel_type === 'dm'
  const mayChange = isAdmin && !isDirect && !channel.is_archived

  const setLevel = (level: NonNullable<MyChannel['notification_level']>) =>
    attempt(async () => {
      await parley.channels.setNotificationLevel({ id: channel.id, level })
      channels.change(channel.id, { notification_level: level })
    })
  return (
    <div className={styles.about}>
      {mayChange ? <AboutForm key={channel.id} channel={channel} /> : !isDirect && <AboutTexts channel={channel} />}
      {channel.is_member && (
        <SelectField
          label={texts.notify}
          value={channel.notification_level ?? undefined}
          onChange={(event) => void setLevel(event.currentTarget.value as 'all' | 'mentions' | 'none')}
        >
          {(['all', 'mentions', 'none'] as const).map((level) => (
            <option key={level} value={level}>
              {texts.levels[level]}
            </option>
          ))}
        </SelectField>
      )}
      <ChannelRetention channel={channel} />
      <p className={styles.quiet}>{texts.created(dates.date(channel.created_at))}</p>
      {!isDirect && channel.is_member && channel.name !== 'general' && (
        <div className={styles.actions}>
          <Button onClick={() => openDialog({ name: 'leave', channelId: channel.id })}>{texts.leave}</Button>
        </div>
      )}
    </div>
  )
}

function AboutTexts({ channel: { topic, description } }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  if (!topic && !description) return <p className={styles.quiet}>{texts.nothingSaid}</p>
  return (
    <dl className={styles.texts}>
      {topic && (
        <>
          <dt>{texts.topic}</dt>
          <dd dir="auto">{topic}</dd>
        </>
      )}
      {description && (
        <>
          <dt>{texts.description}</dt>
          <dd dir="auto">{description}</dd>
        </>
      )}
    </dl>
  )
}

function AboutForm({ channel }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  const { save, overtaken } = useTexts(uiTexts)
  const { parley, channels } = useStore()
  const { problems, isBusy, submit } = useForm(['display_name', 'topic', 'description'])
  const { written, changed, isChanged, isOvertaken, write, setSaved } = useDraft({
    display_name: channel.display_name ?? channel.name,
    topic: channel.topic ?? '',
    description: channel.description ?? '',
  })
  const field = (name: keyof typeof written) => ({
    value: written[name],
    problem: problems.fields[name],
    onChange: (event: { currentTarget: { value: string } }) => write({ [name]: event.currentTarget.value }),
  })
  const store = async (event: FormEvent) => {
    event.preventDefault()
    const isSaved = await submit(async () => {
      const changes = Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, value.trim() || null]))
      channels.put((await parley.channels.update({ id: channel.id, ...changes })).channel)
    })
    if (!isSaved) return
    setSaved()
    say(texts.saved)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void store(event)}>
      <TextField label={texts.displayName} maxLength={100} dir="auto" {...field('display_name')} />
      <TextField label={texts.topic} hint={texts.topicHint} maxLength={250} dir="auto" {...field('topic')} />
      <TextArea label={texts.description} maxLength={1_000} {...field('description')} />
      {isOvertaken && <p role="status">{overtaken}</p>}
      {problems.whole && <p role="alert">{problems.whole}</p>}
      {isChanged && (
        <div className={styles.actions}>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {save}
          </Button>
        </div>
      )}
    </form>
  )
}
