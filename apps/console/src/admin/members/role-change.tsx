import type { WorkspaceMember } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { adminTexts } from '../texts/index.ts'
import { membersTexts } from './texts/index.ts'

type Role = WorkspaceMember['role']

/** Whether a change of role takes or gives so much that it is asked about first. */
export const isGrave = (from: Role, to: Role): boolean => to === 'guest' || to === 'owner' || from === 'owner'

interface RoleChangeProps {
  member: WorkspaceMember
  role: Role
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Asks before somebody becomes an owner or a guest, or an owner something else. */
export function RoleChange({ member, role, onConfirm, onClose }: RoleChangeProps) {
  const texts = useTexts(membersTexts)
  const { roles } = useTexts(adminTexts)
  const consequences = [texts.roleHints[role], role === 'guest' && texts.becomesGuest]
  return (
    <ConfirmDialog
      title={texts.roleTitle(member.name, roles[role])}
      about={consequences.filter(Boolean).join(' ')}
      action={texts.changeRole}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  )
}
