import { useTexts } from '../../i18n/language.ts'
import { CheckField } from '../../ui/field.tsx'
import { useRole } from '../parts/role.ts'
import type { Column } from '../parts/table.tsx'
import { repliesTexts } from './texts/index.ts'

interface Preset {
  isShared: boolean
}

/** Whether something may be changed: one’s own, and by owners and admins what is shared. */
export function useMayChange() {
  const { isAdmin } = useRole()
  return ({ isShared }: Preset) => isAdmin || !isShared
}

/** For whom something is. */
export function useSharedColumn(): Column<Preset> {
  const { who, shared, own } = useTexts(repliesTexts)
  return { label: who, cell: ({ isShared }) => (isShared ? shared : own) }
}

/** Asks whether all agents have it, where that is theirs to say. */
export function ShareField({ row }: { row: Preset | undefined }) {
  const { share, shareHint } = useTexts(repliesTexts)
  const { isAdmin } = useRole()
  if (!isAdmin) return null
  return <CheckField label={share} hint={shareHint} name="isShared" defaultChecked={row?.isShared ?? true} />
}
