type Stroke = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>

/** `mod+shift+f`, `alt+arrowup`, `?`: ⌘ and Ctrl are `mod`; ⇧ is named unless it only makes the character. */
export function keyName({ key, metaKey, ctrlKey, altKey, shiftKey }: Stroke): string {
  const isModified = metaKey || ctrlKey || altKey
  const isShifted = shiftKey && (isModified || key.length > 1)
  const modifiers = [(metaKey || ctrlKey) && 'mod', altKey && 'alt', isShifted && 'shift'].filter(Boolean)
  return [...modifiers, key.toLowerCase()].join('+')
}
