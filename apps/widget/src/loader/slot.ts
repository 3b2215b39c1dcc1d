/** A text that a page keeps. */
export interface Slot {
  get(): string | null
  /** Null removes it. */
  set(text: string | null): void
}

/**
 * A text in one of the page's storages. Where that is refused, or full, it lasts as long as the page.
 *
 * @param storageOf reading the property alone may be refused
 */
export function createSlot(storageOf: () => Storage, name: string): Slot {
  let unstored: string | null = null
  return {
    get() {
      try {
        return unstored ?? storageOf().getItem(name)
      } catch {
        return unstored
      }
    },
    set(text) {
      unstored = null
      try {
        if (text === null) storageOf().removeItem(name)
        else storageOf().setItem(name, text)
      } catch {
        unstored = text
      }
    },
  }
}
