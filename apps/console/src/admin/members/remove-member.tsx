import type { WorkspaceMember } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { membersTexts } from './texts/index.ts'

/** Asks before somebody is removed. */
export function RemoveMember({ member, onClose }: { member: WorkspaceMember; onClose: () => void }) {
  const texts = useTexts(membersTexts)
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)

  async function remove(): Promise<void> {
    setBusy(true)
    const isRemoved = await attempt(() => parley.workspaces.removeMember({ id: workspaceId, userId: member.user_id }))
    setBusy(false)
    if (!isRemoved) return
    onClose()
    say(texts.removed(member.name))
    await refresh(['members'])
  }
  return (
    <ConfirmDialog
      title={texts.removeTitle(member.name)}
      about={texts.removeAbout}
      action={texts.remove}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
