import type { ScheduledMessage } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { asFieldValue } from '../../../i18n/dates.ts'
import { useTexts } from '../../../i18n/language.ts'
import { useStore } from '../../../shell/workspace-provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { TextArea, TextField } from '../../../ui/field.tsx'
import { useForm } from '../../../ui/forms.ts'
import { uiTexts } from '../../../ui/texts/index.ts'
import styles from '../finding.module.css'
import { findingTexts } from '../texts/index.ts'

interface EditScheduledProps {
  message: ScheduledMessage
  onSaved: () => unknown
  onClose: () => void
}

/** Changes what is sent later, or when. */
export default function EditScheduled({ message, onSaved, onClose }: EditScheduledProps) {
  const texts = useTexts(findingTexts)
  const ui = useTexts(uiTexts)
  const { parley } = useStore()
  const { problems, isBusy, submit } = useForm(['content', 'send_at'])
  const [content, setContent] = useState(message.content)
  const [time, setTime] = useState(asFieldValue(message.send_at))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const isSaved = await submit(async () => {
      const send_at = time === asFieldValue(message.send_at) ? undefined : new Date(time).toISOString()
      await parley.messages.updateScheduled({ id: message.id, content, send_at })
      await onSaved()
    })
    if (isSaved) onClose()
  }
  return (
    <Dialog title={texts.editScheduled} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        <TextArea
          label={texts.text}
          value={content}
          onChange={(event) => setContent(event.target.value)}
          problem={problems.fields.content}
        />
        <TextField
          type="datetime-local"
          label={texts.sendAt}
          required
          value={time}
          onChange={(event) => setTime(event.target.value)}
          problem={problems.fields.send_at ?? problems.whole}
        />
        <DialogActions>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {ui.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
