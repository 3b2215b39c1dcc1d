import type { SavedView } from '@parley/client/index'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'

/** Asks before a saved view is deleted. */
export default function DeleteView({ view: { id, name }, onClose }: { view: SavedView; onClose: () => void }) {
  const texts = useTexts(deskTexts)
  const { agent } = useDesk().workspace.parley
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const remove = async () => {
    await agent.deleteSavedView({ id })
    await queries.invalidateQueries({ queryKey: ['desk', 'views'] })
    navigate('/mine')
  }
  return (
    <ConfirmDialog
      title={texts.deleteViewTitle(name)}
      about={texts.deleteViewAbout}
      action={texts.deleteAction}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
