import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { useForm } from '../../../ui/forms.ts'
import { uiTexts } from '../../../ui/texts/index.ts'
import type { ChatDialogProps } from '../../open-dialog.ts'
import styles from '../finding.module.css'
import { findingTexts } from '../texts/index.ts'
import { PeoplePicker, type Picked } from './people-picker.tsx'
import { useOpenDirect } from './use-open-direct.ts'

/** A group of more is a channel. */
const maxOthers = 8

/** Opens the conversation of whoever is chosen: there is one of the same people. */
export default function NewDirect({ onClose }: ChatDialogProps) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const ui = useTexts(uiTexts)
  const [, navigate] = useLocation()
  const openDirect = useOpenDirect()
  const { problems, isBusy, submit } = useForm([])
  const [people, setPeople] = useState<readonly Picked[]>([])
  const open = async (event: FormEvent) => {
    event.preventDefault()
    await submit(async () => {
      const channelId = await openDirect(people.map(({ id }) => id))
      onClose()
      navigate(channelPath({ channelId }))
    })
  }
  return (
    <Dialog title={shell.newDirect} about={texts.directAbout(maxOthers)} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void open(event)}>
        <PeoplePicker label={texts.people} picked={people} onChange={setPeople} max={maxOthers} autoFocus />
        {problems.whole && (
          <p className={styles.problem} role="alert">
            {problems.whole}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy} disabled={people.length === 0}>
            {texts.open}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
