import type { ErrorDetail } from '@parley/contracts/errors'
import { invalid } from './errors.ts'

const maxDepth = 32

/**
 * Every field whose text PostgreSQL cannot hold, wherever it stands in a request: NUL characters and halves of
 * surrogate pairs.
 *
 * @throws ServiceError 400 when something is nested beyond 32 levels: no schema should have to look at that
 */
export function findUnstorable(input: Partial<Record<'params' | 'query' | 'body', unknown>>): ErrorDetail[] {
  const details: ErrorDetail[] = []
  for (const part of Object.values(input)) visit(part, '', 0, details)
  return details
}

function visit(value: unknown, path: string, depth: number, details: ErrorDetail[]): void {
  if (details.length >= 50) return
  if (typeof value === 'string') {
    const problem = unstorable(value)
    if (problem) details.push({ path, message: problem })
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= maxDepth) throw invalid(path, `Must be nested at most ${maxDepth} levels deep.`)
    for (const [key, inner] of Object.entries(value)) {
      const innerPath = path ? `${path}.${key}` : key
      const problem = Array.isArray(value) ? undefined : unstorable(key)
      if (problem) details.push({ path: path || 'body', message: `A key: ${problem}` })
      else visit(inner, innerPath, depth + 1, details)
    }
  }
}

function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'Must not contain the NUL character.'
  if (!text.isWellFormed()) return 'Must be well-formed Unicode.'
  return undefined
}
