import type { KeyboardEvent } from 'react'

/**
 * Arrows go from one message to the next; Enter goes to what can be done with one, arrows within it from one control to the
 * next, and Escape back. Whoever writes in one stays there.
 */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused.matches('textarea, input, select')) return
  const row = focused.closest<HTMLElement>('[data-row]')
  const next = row && row !== focused ? within(row, focused, event.key) : between(event.currentTarget, row, event.key)
  if (!next) return
  event.preventDefault()
  next.focus()
}

const steps: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }

function between(list: HTMLElement, row: HTMLElement | null, key: string): HTMLElement | undefined {
  if (row && key === 'Enter') return row.querySelector<HTMLElement>('[role="toolbar"] button') ?? controlsOf(row)[0]
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const at = row ? rows.indexOf(row) : rows.length
  return rows[at + steps[key]!]
}

function within(row: HTMLElement, focused: HTMLElement, key: string): HTMLElement | undefined {
  if (key === 'Escape') return row
  const step = steps[key]
  if (step === undefined || focused.getAttribute('aria-expanded') === 'true') return undefined
  const controls = controlsOf(row)
  return controls[controls.indexOf(focused) + step]
}

const controlsOf = (row: HTMLElement) => [...row.querySelectorAll<HTMLElement>('a[href], button:not(:disabled)')]
