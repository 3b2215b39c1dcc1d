import { cloneElement, type ReactElement, Suspense, useState } from 'react'
import { lazyPart } from './lazy-part.tsx'
import type { MenuEntry } from './menu-entry.ts'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  /** Asked for when it opens. */
  entries: () => readonly MenuEntry[]
  onOpenChange?: (isOpen: boolean) => void
}

const MenuPopup = lazyPart(() => import('./menu-popup.tsx'))

/** A menu behind a button. What it is made of is loaded when somebody reaches for it. */
export function Menu({ trigger, entries, onOpenChange }: MenuProps) {
  const [isWanted, setWanted] = useState(false)
  const button = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    onPointerEnter: MenuPopup.preload,
    onClick: () => {
      setWanted(true)
      onOpenChange?.(true)
    },
  })
  if (!isWanted) return button
  const close = (isOpen: boolean) => onOpenChange?.(isOpen)
  const giveUp = () => {
    setWanted(false)
    close(false)
  }
  return (
    <Suspense fallback={button}>
      <MenuPopup trigger={trigger} entries={entries()} onOpenChange={close} onNotLoaded={giveUp} />
    </Suspense>
  )
}
