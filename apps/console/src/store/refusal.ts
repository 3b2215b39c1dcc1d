import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'

/** Why something was not done: a code, which people read as a text of their language, and what the server says of it. */
export interface Refusal {
  code?: string | undefined
  message: string
}

/** `offline` is what has no answer; what has no code is a mistake of ours. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ParleyConnectionError) return { code: 'offline', message: error.message }
  const { message } = error as Error
  if (!(error instanceof ParleyError)) return { message }
  return { code: error.code, message: error.details[0]?.message ?? message }
}

/** Whether it is an answer, or that there is none; anything else is a mistake of ours. */
export const isRefusal = (error: unknown): error is ParleyError | ParleyConnectionError =>
  error instanceof ParleyError || error instanceof ParleyConnectionError
