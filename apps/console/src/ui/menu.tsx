import { cloneElement, lazy, type ReactElement, Suspense, useState } from 'react'
import type { MenuEntry } from './menu-entry.ts'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  /** Asked for when it opens. */
  entries: () => readonly MenuEntry[]
  onOpenChange?: (isOpen: boolean) => void
}

const loadPopup = () => import('./menu-popup.tsx')
const MenuPopup = lazy(loadPopup)

/** A menu behind a button. What it is made of is loaded when somebody reaches for it. */
export function Menu({ trigger, entries, onOpenChange }: MenuProps) {
  const [isWanted, setWanted] = useState(false)
  const button = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    onPointerEnter: () => void loadPopup(),
    onClick: () => {
      setWanted(true)
      onOpenChange?.(true)
    },
  })
  if (!isWanted) return button
  const close = (isOpen: boolean) => onOpenChange?.(isOpen)
  return (
    <Suspense fallback={button}>
      <MenuPopup trigger={trigger} entries={entries()} onOpenChange={close} />
    </Suspense>
  )
}
