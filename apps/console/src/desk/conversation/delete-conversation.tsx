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
  return (
    <ConfirmDialog
      title={texts.deleteConversation}
      about={texts.deleteAbout}
      action={texts.deleteAction}
      isDangerous
      onConfirm={actions.remove}
      onClose={onClose}
    />
  )
}
