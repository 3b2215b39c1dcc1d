import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { chatTexts } from '../texts/index.ts'

/** Asks before a message is deleted. */
export default function DeleteMessage({ id, onClose }: { id: string; onClose: () => void }) {
  const texts = useTexts(chatTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    if (await attempt(() => parley.messages.delete({ id }))) onClose()
    else setBusy(false)
  }
  return (
    <ConfirmDialog
      title={texts.deleteTitle}
      about={texts.deleteAbout}
      action={texts.delete}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
