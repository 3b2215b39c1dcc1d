import type { ErrorDetail } from '@parley/contracts/errors'
import { ServiceError } from './errors.ts'

const maxDepth = 32

/**
 * Refuses text that PostgreSQL cannot hold, wherever it stands in a request: NUL characters, halves of surrogate
 * pairs, and nesting beyond 32 levels.
 *
 * @throws ServiceError 400 naming each field
 */
export function refuseUnstorable(input: Record<'params' | 'query' | 'body', unknown>): void {
  const details: ErrorDetail[] = []
  for (const part of Object.values(input)) visit(part, '', 0, details)
  if (details.length > 0)
    throw new ServiceError('invalid_input', `${details[0]!.path || 'body'}: ${details[0]!.message}`, { details })
}

function visit(value: unknown, path: string, depth: number, details: ErrorDetail[]): void {
  if (details.length >= 50) return
  if (typeof value === 'string') {
    const problem = unstorable(value)
    if (problem) details.push({ path, message: problem })
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= maxDepth) {
      details.push({ path, message: `Must be nested at most ${maxDepth} levels deep.` })
      return
    }
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
