import { useEffect, useRef } from 'react'
import { Value } from '../store/value.ts'
import { keyName } from './key-name.ts'

/** Whether shortcuts are taken, as this person prefers. */
export const shortcuts = new Value(true)

const isMac = /Mac|iP/.test(navigator.platform)
/** What the keys are called here. */
export const modName = isMac ? '⌘' : 'Ctrl'
export const altName = isMac ? '⌥' : 'Alt'

export type Shortcuts = Readonly<Record<string, () => void>>

/** Takes keys wherever the focus is, by names as `keyName` gives them; plain characters not while a text has it. */
export function useKeys(bindings: Shortcuts): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!shortcuts.value || event.defaultPrevented || event.isComposing || event.keyCode === 229) return
      const name = keyName(event)
      const run = latest.current[name]
      const target = event.target as Element
      // What floats above has keys of its own.
      if (!run || target.closest('[role="dialog"], [role="menu"]')) return
      if (name.length === 1 && isText(target)) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

const isText = (target: Element) =>
  target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]')
