import type { WorkspaceMember } from '@parley/client/index'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { base } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useSession } from '../../session/context.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { membersTexts } from './texts/index.ts'

/** Asks before somebody is removed, or leaves. */
export function RemoveMember({ member, onClose }: { member: WorkspaceMember; onClose: () => void }) {
  const texts = useTexts(membersTexts)
  const { parley, workspaceId, me } = useStore()
  const session = useSession()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const isMe = member.user_id === me.uuid

  async function remove(): Promise<void> {
    setBusy(true)
    const isRemoved = await attempt(() => parley.workspaces.removeMember({ id: workspaceId, userId: member.user_id }))
    setBusy(false)
    if (!isRemoved) return
    onClose()
    if (isMe) {
      navigate(`~${base}/`)
      await session.resume()
      return
    }
    say(texts.removed(member.name))
    await refresh(['members'])
  }
  return (
    <ConfirmDialog
      title={isMe ? texts.leaveTitle : texts.removeTitle(member.name)}
      about={isMe ? texts.leaveAbout : texts.removeAbout}
      action={isMe ? texts.leave : texts.remove}
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
