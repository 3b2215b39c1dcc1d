/**
 * The same value, with texts that PostgreSQL can store: without NUL and halves of characters. An engine, a tool or a page
 * may write those, and an event that cannot be stored would keep back those of all runs.
 */
export function storable<T>(value: T): T
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map((each) => storable(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storable(key), storable(each)]))
}

/** Makes text storable that is written piece by piece, also where a character is divided between two pieces. */
export function createStorableText() {
  let half = ''
  return {
    push(text: string): string {
      const whole = half + text
      half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? ''
      return storable(half === '' ? whole : whole.slice(0, -1))
    },
    /** What is left at the end. */
    end(): string {
      const rest = half.toWellFormed()
      half = ''
      return rest
    },
  }
}
