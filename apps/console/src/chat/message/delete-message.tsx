import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { chatTexts } from '../texts/index.ts'

/** Asks before a message is deleted. */
export default function DeleteMessage({ id, onClose }: { id: string; onClose: () => void }) {
  const texts = useTexts(chatTexts)
  const { parley } = useStore()
  return (
    <ConfirmDialog
      title={texts.deleteTitle}
      about={texts.deleteAbout}
      action={texts.delete}
      isDangerous
      onConfirm={async () => parley.messages.delete({ id })}
      onClose={onClose}
    />
  )
}
