import { createSlot } from './slot.ts'

/** The newest that are remembered; a company has ten at a time. */
const most = 20

/** The greetings that the visitor has dismissed or answered, which do not greet them again in this browser. */
export function createSeenGreetings(key: string) {
  const slot = createSlot(() => localStorage, `parley:${key}:greetings`)

  function list(): string[] {
    try {
      const texts = JSON.parse(slot.get() ?? '[]')
      return Array.isArray(texts) ? texts : []
    } catch {
      return []
    }
  }

  return {
    has: (text: string) => list().includes(text),
    add: (text: string) => slot.set(JSON.stringify([...list(), text].slice(-most))),
    clear: () => slot.set(null),
  }
}
