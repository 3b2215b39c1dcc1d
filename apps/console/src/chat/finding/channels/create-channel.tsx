import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore } from '../../../shell/workspace-provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { CheckField, TextField } from '../../../ui/field.tsx'
import { useForm } from '../../../ui/forms.ts'
import { uiTexts } from '../../../ui/texts/index.ts'
import type { ChatDialogProps } from '../../open-dialog.ts'
import styles from '../finding.module.css'
import { findingTexts } from '../texts/index.ts'
import { finished, toChannelName } from './channel-name-rules.ts'
import { PeoplePicker, type Picked } from './people-picker.tsx'

const maxMembers = 50

/** Creates a channel and opens it. Its name is made one that it may have as it is typed. */
export default function CreateChannel({ onClose }: ChatDialogProps) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const ui = useTexts(uiTexts)
  const { parley, channels, workspaceId } = useStore()
  const [, navigate] = useLocation()
  const { problems, isBusy, submit } = useForm(['name', 'description'])
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [isPrivate, setPrivate] = useState(false)
  const [people, setPeople] = useState<readonly Picked[]>([])

  const create = async (event: FormEvent) => {
    event.preventDefault()
    await submit(async () => {
      const { channel } = await parley.channels.create({
        workspace_id: workspaceId,
        channel_type: 'text',
        name: finished(name),
        description: description.trim() || undefined,
        is_private: isPrivate,
        member_ids: people.length > 0 ? people.map(({ id }) => id) : undefined,
      })
      await channels.join(channel.id)
      onClose()
      navigate(channelPath({ channelId: channel.id }))
    })
  }
  return (
    <Dialog title={shell.createChannel} about={texts.createAbout} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void create(event)}>
        <TextField
          label={texts.channelName}
          hint={texts.nameHint}
          value={name}
          onChange={(event) => setName(toChannelName(event.target.value))}
          problem={problems.fields.name}
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
        <TextField
          label={texts.channelDescription}
          dir="auto"
          maxLength={1_000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          problem={problems.fields.description}
        />
        <PeoplePicker label={texts.addPeople} picked={people} onChange={setPeople} max={maxMembers} />
        <CheckField
          label={texts.private}
          hint={texts.privateHint}
          checked={isPrivate}
          onChange={(event) => setPrivate(event.target.checked)}
        />
        {problems.whole && (
          <p className={styles.problem} role="alert">
            {problems.whole}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy} disabled={finished(name) === ''}>
            {texts.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
