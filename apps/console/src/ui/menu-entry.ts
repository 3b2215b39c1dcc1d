import type { LucideIcon } from 'lucide-react'

/** One line of a menu. */
export type MenuEntry =
  | 'separator'
  | {
      label: string
      icon?: LucideIcon
      isDangerous?: boolean
      isDisabled?: boolean
      isChecked?: boolean
      onSelect: () => void
    }
