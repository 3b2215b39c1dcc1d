import type { WorkspaceMember } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { membersTexts } from './texts/index.ts'

/** Asks before somebody is removed. */
export function RemoveMember({ member, onClose }: { member: WorkspaceMember; onClose: () => void }) {
  const texts = useTexts(membersTexts)
  const { parley, workspaceId } = useStore()
  const refresh = useRefresh()

  async function remove(): Promise<void> {
    await parley.workspaces.removeMember({ id: workspaceId, userId: member.user_id })
    say(texts.removed(member.name))
    await refresh(['members'])
  }
  return (
    <ConfirmDialog
      title={texts.removeTitle(member.name)}
      about={texts.removeAbout}
      action={texts.remove}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
