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

export type Dialect = 'team' | 'desk' | 'plain'

const deskPrefix = /^\/api\/(auth|tenant|agent|widget|desk)(\/|$)/i

/** Where programs post that read a word of plain text, as Slack's incoming webhooks answer it. */
const plainPrefix = /^\/hooks(\/|$)/i

/** Which of the dialects a path speaks. */
export const dialectOf = (path: string): Dialect =>
  deskPrefix.test(path) ? 'desk' : plainPrefix.test(path) ? 'plain' : 'team'

interface RenderedError {
  code: ErrorCode
  message: string
  details?: ErrorDetail[] | undefined
  about?: Readonly<Record<string, string>> | undefined
}

const word = /^[a-z_]+$/

/** What answers an error at a path: in the plain dialect its message where that is a word, or else its code. */
export function errorContent(path: string, error: RenderedError, requestId: string): { type: string; text: string } {
  if (dialectOf(path) === 'plain') {
    const text = word.test(error.message) ? error.message : codeOf(error)
    return { type: 'text/plain; charset=utf-8', text }
  }
  return { type: 'application/json; charset=utf-8', text: JSON.stringify(renderError(path, error, requestId)) }
}

/** A path that there is not answers as a thing that there is not. */
const codeOf = ({ code }: RenderedError) => (code === 'unknown_route' ? 'not_found' : code)

/** The body of an error as JSON, in the dialect of the path that was asked for. Never carries a stack or an SQL error. */
export function renderError(
  path: string,
  error: RenderedError,
  requestId: string,
): z.infer<typeof TeamError> | z.infer<typeof DeskError> {
  if (dialectOf(path) === 'desk') {
    return { statusCode: errorStatus[error.code], statusMessage: error.message, data: error.details ?? null }
  }
  const { message, details, about } = error
  const code = codeOf(error)
  return {
    success: false,
    error: { code, message, ...(details && { details }), ...(about && { about }) },
    meta: { request_id: requestId, timestamp: new Date().toISOString() },
  }
}
