import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
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
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    const isDone = await attempt(() => workspace.parley.tenant.deleteVisitor({ id: visitorId }))
    onClose()
    if (!isDone) return
    say(texts.deleted(name))
    navigate('/visitors')
  }
  return (
    <ConfirmDialog
      title={texts.deleteVisitor}
      about={texts.deleteAbout}
      action={texts.deleteAction}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
