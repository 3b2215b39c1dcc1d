import { type FormEvent, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { keyOf, type Place } from '../../store/windows.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './composer.module.css'
import { localTime, saidTime, usualTimes } from './usual-times.ts'

/** Sends what is written in a place later, at a time that is chosen. */
export default function ScheduleDialog({ place, onClose }: { place: Place; onClose: () => void }) {
  const texts = useTexts(chatTexts)
  const dates = useDates()
  const { parley, drafts, topics } = useStore()
  const { problems, isBusy, submit } = useForm(['send_at'])
  const language = useLanguage()
  const [now] = useState(() => new Date())
  const usual = usualTimes(now)
  const [time, setTime] = useState(() => localTime(usual[0]!))

  const schedule = async (at: Date) => {
    const draft = drafts.get(place)
    if (!draft) return onClose()
    const isScheduled = await submit(() =>
      parley.messages.post({
        channel_id: place.channelId,
        parent_message_id: place.threadId,
        content: draft.content,
        attachments: draft.files.map(({ id }) => ({ id })),
        send_at: at.toISOString(),
      }),
    )
    if (!isScheduled) return
    drafts.remove(place)
    say(texts.scheduled(dates.dateTime(at)))
    onClose()
    topics.publish(`focus:${keyOf(place)}`)
  }
  const choose = (event: FormEvent) => {
    event.preventDefault()
    void schedule(new Date(time))
  }
  return (
    <Dialog title={texts.sendLater} onClose={onClose}>
      <ul className={styles.times}>
        {usual.map((at) => (
          <li key={at.getTime()}>
            <Button isBusy={isBusy} onClick={() => void schedule(at)}>
              {saidTime(at, now, language)}
            </Button>
          </li>
        ))}
      </ul>
      <form className={styles.times} onSubmit={choose}>
        <TextField
          label={texts.atTime}
          type="datetime-local"
          required
          min={localTime(new Date())}
          value={time}
          problem={problems.fields.send_at ?? problems.whole}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
        <DialogActions>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.schedule}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
