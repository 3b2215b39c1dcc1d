import type { ChatSession } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { privateTexts } from './texts/index.ts'

interface ChangeChatProps {
  what: 'rename' | 'delete'
  session: ChatSession
  onChanged: () => Promise<unknown>
  onClose: () => void
}

/** Names a private conversation, or deletes it. */
export default function ChangeChat({ what, ...rest }: ChangeChatProps) {
  return what === 'rename' ? <Rename {...rest} /> : <Delete {...rest} />
}

function Rename({ session, onChanged, onClose }: Omit<ChangeChatProps, 'what'>) {
  const texts = useTexts(privateTexts)
  const { save } = useTexts(uiTexts)
  const { parley } = useStore()
  const { problems, isBusy, submit } = useForm(['title'])
  const [title, setTitle] = useState(session.title)
  const rename = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await submit(() => parley.chat.updateSession({ id: session.id, title })))) return
    await onChanged()
    onClose()
  }
  return (
    <Dialog title={texts.rename} onClose={onClose}>
      <form onSubmit={(event) => void rename(event)}>
        <TextField
          label={texts.name}
          required
          maxLength={200}
          dir="auto"
          value={title}
          problem={problems.fields.title ?? problems.whole}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <DialogActions>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function Delete({ session, onChanged, onClose }: Omit<ChangeChatProps, 'what'>) {
  const texts = useTexts(privateTexts)
  const { parley } = useStore()
  const [, navigate] = useLocation()
  const remove = async () => {
    await parley.chat.deleteSession({ id: session.id })
    navigate('/twins')
    await onChanged()
  }
  return (
    <ConfirmDialog
      title={texts.deleteTitle}
      about={texts.deleteAbout}
      action={texts.delete}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
