import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { deskTexts } from '../texts/index.ts'
import type { ConversationActions } from './use-actions.ts'

/** Asks before a conversation is deleted for good. */
export default function DeleteConversation({
  actions,
  onClose,
}: {
  actions: ConversationActions
  onClose: () => void
}) {
  const texts = useTexts(deskTexts)
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    if (!(await actions.remove())) onClose()
  }
  return (
    <ConfirmDialog
      title={texts.deleteConversation}
      about={texts.deleteAbout}
      action={texts.deleteAction}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
