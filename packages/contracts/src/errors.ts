import * as z from 'zod'
import { type ErrorCode, errorStatus } from './error-codes.ts'

/** One offending field of a request: a dotted path (`metadata.source`) and what is wrong with it. */
export const ErrorDetail = z.object({ path: z.string(), message: z.string() })
export type ErrorDetail = z.infer<typeof ErrorDetail>

/** What the team dialect answers for every error. */
export const TeamError = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.array(ErrorDetail).optional(),
      about: z
        .record(z.string(), z.string())
        .optional()
        .describe('Ids of what goes on in spite of it, or is to be done about it, such as `run_id` and `approval_id`.'),
    }),
    meta: z.object({ request_id: z.string(), timestamp: z.iso.datetime() }),
  })
  .meta({ id: 'TeamError' })

/** What the desk dialect answers for every error; `data` carries the details of a 400. */
export const DeskError = z
  .object({ statusCode: z.int(), statusMessage: z.string(), data: z.array(ErrorDetail).nullable() })
  .meta({ id: 'DeskError' })

export type Dialect = 'team' | 'desk'

const deskPrefix = /^\/api\/(auth|tenant|agent|widget|desk)(\/|$)/i

/** Which of the two dialects a path speaks. */
export const dialectOf = (path: string): Dialect => (deskPrefix.test(path) ? 'desk' : 'team')

/** The error body in the dialect of the path that was asked for. Never carries a stack or an SQL error. */
export function renderError(
  path: string,
  error: {
    code: ErrorCode
    message: string
    details?: ErrorDetail[] | undefined
    about?: Readonly<Record<string, string>> | undefined
  },
  requestId: string,
): z.infer<typeof TeamError> | z.infer<typeof DeskError> {
  if (dialectOf(path) === 'desk') {
    return { statusCode: errorStatus[error.code], statusMessage: error.message, data: error.details ?? null }
  }
  const { message, details, about } = error
  const code = error.code === 'unknown_route' ? 'not_found' : error.code
  return {
    success: false,
    error: { code, message, ...(details && { details }), ...(about && { about }) },
    meta: { request_id: requestId, timestamp: new Date().toISOString() },
  }
}
