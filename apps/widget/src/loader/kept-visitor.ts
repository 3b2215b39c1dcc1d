import type { KeptVisitor } from '../protocol.ts'
import { createSlot } from './slot.ts'

/**
 * Where the page keeps its visitor, so that they are the same after a reload and in another tab.
 *
 * @param onChange another tab has begun, or has forgotten them
 */
export function createKeptVisitor(key: string, onChange: (visitor: KeptVisitor | null) => void) {
  const name = `parley:${key}`
  const slot = createSlot(() => localStorage, name)

  window.addEventListener('storage', ({ storageArea, key, newValue }) => {
    // A page that clears its storage names no key.
    if (storageArea === localStorage && (key === name || key === null)) onChange(parse(newValue))
  })

  return {
    get: () => parse(slot.get()),
    set: (visitor: KeptVisitor) => slot.set(JSON.stringify(visitor)),
    /** Other tabs hear of it, also where nobody was kept: by the time, the text is another one. */
    forget: () => slot.set(JSON.stringify({ forgottenAt: Date.now() })),
  }
}

function parse(text: string | null): KeptVisitor | null {
  try {
    const { id, token } = JSON.parse(text ?? '{}')
    return typeof id === 'string' && typeof token === 'string' ? { id, token } : null
  } catch {
    return null
  }
}
