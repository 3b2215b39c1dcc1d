import { useTexts } from '../../i18n/language.ts'
import { Select } from '../../ui/field.tsx'
import { toolsTexts } from './texts/index.ts'

const permissions = ['allow', 'ask', 'deny'] as const
export type Permission = (typeof permissions)[number]

interface PermissionSelectProps {
  tool: string
  /** Null where nothing was set. */
  value: Permission | null
  /** What holds where nothing is set; whatever is less strict would change nothing, and cannot be chosen. */
  inherited: Permission | undefined
  onChange: (permission: Permission | null) => void
}

/** What a tool may do: `ask` waits for a person at each call. */
export function PermissionSelect({ tool, value, inherited, onChange }: PermissionSelectProps) {
  const texts = useTexts(toolsTexts)
  const stricter = inherited ? permissions.slice(permissions.indexOf(inherited) + 1) : permissions
  const shown = permissions.filter((each) => each === value || stricter.includes(each))
  return (
    <Select
      aria-label={texts.permissionOf(tool)}
      value={value ?? ''}
      onChange={(event) => onChange((event.currentTarget.value || null) as Permission | null)}
    >
      <option value="">{inherited ? texts.asWorkspace(texts.permissions[inherited]) : texts.notSet}</option>
      {shown.map((each) => (
        <option key={each} value={each}>
          {texts.permissions[each]}
        </option>
      ))}
    </Select>
  )
}
