import { toServiceError } from '@parley/kit/errors'
import { EngineError } from '../engines/engine.ts'

/** A failure as clients receive it. */
export function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof EngineError) return { code: engineCodes[error.failure], message: error.message }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { code: 'timeout', message: 'The answer took too long.' }
  const { code, message } = toServiceError(error)
  return { code, message }
}

const engineCodes: Record<EngineError['failure'], string> = {
  busy: 'unavailable',
  unreachable: 'unavailable',
  slow: 'timeout',
  broken: 'bad_gateway',
  context_exceeded: 'context_exceeded',
  rejected: 'bad_gateway',
  misconfigured: 'unavailable',
}
