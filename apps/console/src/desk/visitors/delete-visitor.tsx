import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { say } from '../../ui/toasts.tsx'
import { useDesk } from '../use-desk.ts'
import { visitorTexts } from './texts/index.ts'

interface DeleteVisitorProps {
  visitorId: string
  name: string
  onClose: () => void
}

/** Asks before a visitor is deleted with all that is known of them. */
export default function DeleteVisitor({ visitorId, name, onClose }: DeleteVisitorProps) {
  const texts = useTexts(visitorTexts)
  const { workspace } = useDesk()
  const [, navigate] = useLocation()
  const remove = async () => {
    await workspace.parley.tenant.deleteVisitor({ id: visitorId })
    say(texts.deleted(name))
    navigate('/visitors')
  }
  return (
    <ConfirmDialog
      title={texts.deleteVisitor}
      about={texts.deleteAbout}
      action={texts.deleteAction}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
