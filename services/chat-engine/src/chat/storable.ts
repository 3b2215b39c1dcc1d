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
