import type { SavedView } from '@parley/client/index'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'

/** Asks before a saved view is deleted. */
export default function DeleteView({ view: { id, name }, onClose }: { view: SavedView; onClose: () => void }) {
  const texts = useTexts(deskTexts)
  const { agent } = useDesk().workspace.parley
  const queries = useQueryClient()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    const isDone = await attempt(async () => {
      await agent.deleteSavedView({ id })
      await queries.invalidateQueries({ queryKey: ['desk', 'views'] })
    })
    if (isDone) navigate('/mine')
    else setBusy(false)
  }
  return (
    <ConfirmDialog
      title={texts.deleteViewTitle(name)}
      about={texts.deleteViewAbout}
      action={texts.deleteAction}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
