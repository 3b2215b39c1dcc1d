import type { KeptVisitor } from '../protocol.ts'

/**
 * Where the page keeps its visitor, so that they are the same after a reload and in another tab. Without storage (refused,
 * or full) it lasts as long as the page.
 */
export function createKeptVisitor(key: string, onChange: (visitor: KeptVisitor | null) => void) {
  const name = `parley:${key}`
  let current = parse(read())

  function read(): string | null {
    try {
      return localStorage.getItem(name)
    } catch {
      return null
    }
  }

  window.addEventListener('storage', (event) => {
    if (event.key !== name) return
    current = parse(event.newValue)
    onChange(current)
  })

  return {
    get: () => current,
    set(visitor: KeptVisitor): void {
      current = visitor
      try {
        localStorage.setItem(name, JSON.stringify(visitor))
      } catch {
        // It lasts as long as the page.
      }
    },
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
