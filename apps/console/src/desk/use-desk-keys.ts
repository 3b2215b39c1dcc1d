import { useEffect, useRef } from 'react'

/** Takes plain letters wherever the focus is, but in a text or in what floats above. */
export function useDeskKeys(bindings: Readonly<Record<string, () => void>>): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target, defaultPrevented, metaKey, ctrlKey, altKey, isComposing } = event
      const run = latest.current[key.toLowerCase()]
      if (!run || defaultPrevented || metaKey || ctrlKey || altKey || isComposing) return
      if ((target as Element).closest('input, textarea, select, [role="dialog"], [role="menu"]')) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
