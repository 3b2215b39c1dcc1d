import type { KeyboardEvent } from 'react'

/** Arrows go from one message to the next; whoever is inside of one stays there. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  const focused = document.activeElement
  const isRow = focused instanceof HTMLElement && focused.dataset.row !== undefined
  if (!isRow && focused !== event.currentTarget) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const at = isRow ? rows.indexOf(focused) : rows.length
  const next = rows[event.key === 'ArrowUp' ? at - 1 : at + 1]
  if (!next) return
  event.preventDefault()
  next.focus()
}
