import type { KeyboardEvent } from 'react'

/** ↑ and ↓ go to the element before or behind the focused one, or into the list from elsewhere in it. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): void {
  const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
  if (!isPlain || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || event.defaultPrevented) return
  const elements = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = elements.indexOf(document.activeElement as HTMLElement)
  const next = event.key === 'ArrowDown' ? elements[at + 1] : elements[at - 1]
  if (!next) return
  event.preventDefault()
  next.focus()
}
