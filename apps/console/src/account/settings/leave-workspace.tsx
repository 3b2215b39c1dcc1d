import { useLocation } from 'wouter'
import { base } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useSession } from '../../session/context.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useOpenWorkspace, useWorkspaces } from '../own-workspaces.ts'
import { settingsTexts } from './texts/index.ts'

/** Asks before one leaves the workspace that is open, for another of one’s own. */
export function LeaveWorkspace({ onClose }: { onClose: () => void }) {
  const texts = useTexts(settingsTexts)
  const { parley, workspaceId, me } = useStore()
  const session = useSession()
  const { data: workspaces = [] } = useWorkspaces()
  const open = useOpenWorkspace()
  const [, navigate] = useLocation()

  async function leave(): Promise<void> {
    await parley.workspaces.removeMember({ id: workspaceId, userId: me.uuid })
    const next = workspaces.find(({ id }) => id !== workspaceId)
    if (next) {
      open(next.id)
      return
    }
    navigate(`~${base}/`)
    await session.resume()
  }
  return (
    <ConfirmDialog
      title={texts.leaveTitle}
      about={texts.leaveAbout}
      action={texts.leave}
      isDangerous
      onConfirm={leave}
      onClose={onClose}
    />
  )
}
