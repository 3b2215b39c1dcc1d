import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { channelPath } from '../../../addresses.ts'
import { asFieldValue } from '../../../i18n/dates.ts'
import { useTexts } from '../../../i18n/language.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/field.tsx'
import { uiTexts } from '../../../ui/texts/index.ts'
import type { ChatDialogProps } from '../../open-dialog.ts'
import { sidebarTexts } from '../../sidebar/texts/index.ts'
import styles from '../finding.module.css'
import { findingTexts } from '../texts/index.ts'

/** Shows a channel as of a day. */
export default function JumpToDate({ dialog, onClose }: ChatDialogProps) {
  const texts = useTexts(findingTexts)
  const { jumpToDate } = useTexts(sidebarTexts)
  const ui = useTexts(uiTexts)
  const [, navigate] = useLocation()
  const [day, setDay] = useState('')
  if (!('channelId' in dialog)) return null
  const jump = (event: FormEvent) => {
    event.preventDefault()
    onClose()
    navigate(channelPath({ channelId: dialog.channelId, day }))
  }
  return (
    <Dialog title={jumpToDate} about={texts.jumpToDateAbout} width="24rem" onClose={onClose}>
      <form className={styles.form} onSubmit={jump}>
        <TextField
          type="date"
          label={texts.day}
          required
          max={asFieldValue(new Date()).slice(0, 10)}
          value={day}
          onChange={(event) => setDay(event.target.value)}
          autoFocus
        />
        <DialogActions>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="main" type="submit" disabled={day === ''}>
            {texts.open}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
