import type { EngineEvent } from './engine.ts'

/** How deep a value may be nested: what is deeper is null. */
const maxDepth = 100

/**
 * The same value, with texts that PostgreSQL can store: without NUL and halves of characters; and not nested beyond what
 * can be walked. An engine, a tool or a page may write those, and an event that cannot be stored would keep back those of
 * all runs.
 */
export function storable<T>(value: T, depth?: number): T
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (typeof value !== 'object' || value === null) return value
  if (depth === maxDepth) return null
  if (Array.isArray(value)) return value.map((each) => storable(each, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storable(key), storable(each, depth + 1)]))
}

/** What an engine yields, with texts that PostgreSQL can store, also where a character is divided between two pieces. */
export async function* storableEvents(events: AsyncIterable<EngineEvent>): AsyncGenerator<EngineEvent> {
  let half = ''
  for await (const event of events) {
    if (event.type === 'text') {
      const text = half + event.text
      half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? ''
      yield { type: 'text', text: storable(half === '' ? text : text.slice(0, -1)) }
      continue
    }
    if (half !== '') yield { type: 'text', text: half.toWellFormed() }
    half = ''
    yield event.type === 'tool_call' ? { type: 'tool_call', call: storable(event.call) } : event
  }
}
