import type { WorkspaceMember } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { Select } from '../../ui/field.tsx'
import { adminTexts } from '../texts/index.ts'

export const roleNames = ['owner', 'admin', 'member', 'guest'] as const
type Role = WorkspaceMember['role']

interface RoleSelectProps {
  label: string
  value: Role
  /** Only an owner makes an owner. */
  withOwner: boolean
  onChange: (role: Role) => void
}

export function RoleSelect({ label, value, withOwner, onChange }: RoleSelectProps) {
  const { roles } = useTexts(adminTexts)
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value as Role)}>
      {roleNames
        .filter((role) => withOwner || role !== 'owner')
        .map((role) => (
          <option key={role} value={role}>
            {roles[role]}
          </option>
        ))}
    </Select>
  )
}
