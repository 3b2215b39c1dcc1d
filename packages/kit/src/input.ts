import type { ErrorDetail } from '@parley/contracts/errors'
import { jsonLimits } from '@parley/contracts/limits'
import { invalid, maxDetails } from './errors.ts'

const { maxDepth, maxValues } = jsonLimits

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])

/**
 * Bounds the number of values in a JSON text before it is parsed: parsing 50,000 keys takes far longer than receiving them.
 *
 * @param text UTF-8; need not be valid JSON
 * @throws ServiceError 400 beyond `jsonLimits`
 */
export function boundJson(text: Uint8Array): void {
  let depth = 0
  let values = 1
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!
    if (byte === quote) {
      // To the end of the string, over whatever it escapes.
      while (++i < text.length && text[i] !== quote) if (text[i] === backslash) i++
    } else if (byte === comma) values += 1
    else if (openers.has(byte)) {
      depth += 1
      values += 1
      if (depth > maxDepth) throw tooDeep('')
    } else if (closers.has(byte)) depth -= 1
    if (values > maxValues) throw tooMany('')
  }
}

/**
 * Every field, at any depth of a request, whose text PostgreSQL cannot store: NUL characters and halves of
 * surrogate pairs. Nothing is allocated for what is in order.
 *
 * @throws ServiceError 400 beyond `jsonLimits`, before anything beyond them is looked at
 */
export function findUnstorable(input: Partial<Record<'params' | 'query' | 'body', unknown>>): ErrorDetail[] {
  const details: ErrorDetail[] = []
  /** The keys that lead to what is being looked at; what is behind `depth` is left over from before. */
  const path: (string | number)[] = []
  let values = 0

  const pathAt = (depth: number) => path.slice(0, depth).join('.')

  function visit(value: unknown, depth: number): void {
    if (typeof value === 'string') {
      const problem = unstorable(value)
      if (problem) details.push({ path: pathAt(depth), message: problem })
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (depth >= maxDepth) throw tooDeep(pathAt(depth))
    if (Array.isArray(value)) {
      values += value.length
      if (values > maxValues) throw tooMany(pathAt(depth))
      for (let i = 0; i < value.length && details.length < maxDetails; i++) {
        path[depth] = i
        visit(value[i], depth + 1)
      }
      return
    }
    for (const key in value) {
      if (details.length >= maxDetails) return
      values += 1
      if (values > maxValues) throw tooMany(pathAt(depth))
      const problem = unstorable(key)
      if (problem) {
        details.push({ path: pathAt(depth) || 'body', message: `A key: ${problem}` })
        continue
      }
      path[depth] = key
      visit((value as Record<string, unknown>)[key], depth + 1)
    }
  }

  visit(input.params, 0)
  visit(input.query, 0)
  visit(input.body, 0)
  return details
}

function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'Must not contain the NUL character.'
  if (!text.isWellFormed()) return 'Must be well-formed Unicode.'
  return undefined
}

const tooDeep = (path: string) => invalid(path || 'body', `Must be nested at most ${maxDepth} levels deep.`)
const tooMany = (path: string) =>
  invalid(path || 'body', `Must hold at most ${maxValues.toLocaleString('en')} values in all.`)
