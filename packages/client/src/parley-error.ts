import { type ErrorCode, errorStatus } from '@parley/contracts/error-codes'

export type { ErrorCode }

/** One offending field of a request: a dotted path (`metadata.source`) and what is wrong with it. */
export interface ErrorDetail {
  path: string
  message: string
}

/** What Parley answers when it does not do what was asked, the same in both of its dialects. */
export class ParleyError extends Error {
  override name = 'ParleyError'
  /** The HTTP status. */
  readonly status: number
  /** What went wrong, for programs: `not_found`, `conflict`, … */
  readonly code: ErrorCode
  /** The offending fields of a 400, each with a dotted path. */
  readonly details: ErrorDetail[]
  /** Ids of what goes on in spite of it, or is to be done about it: such as `run_id` and `approval_id`. */
  readonly about: Readonly<Record<string, string>>
  /** For the operators: every log line of this request carries it. */
  readonly requestId: string | undefined
  /** How long to wait before the next try, where the answer says so. */
  readonly retryAfterSeconds: number | undefined

  constructor(answer: { status: number; headers: Headers; body: unknown }) {
    const { status, headers, body } = answer
    const parsed = read(body)
    super(parsed.message ?? `The server answered ${status}.`)
    this.status = status
    this.code = parsed.code ?? codeOf(status)
    this.details = parsed.details ?? []
    this.about = parsed.about ?? {}
    this.requestId = headers.get('x-request-id') ?? parsed.requestId
    const retryAfter = Number.parseInt(headers.get('retry-after') ?? '', 10)
    this.retryAfterSeconds = Number.isNaN(retryAfter) ? undefined : retryAfter
  }
}

/** Parley could not be reached, or did not answer in time: `cause` says which. What was asked may have been done. */
export class ParleyConnectionError extends Error {
  override name = 'ParleyConnectionError'
}

interface ErrorBody {
  code?: ErrorCode | undefined
  message?: string | undefined
  details?: ErrorDetail[] | undefined
  about?: Record<string, string> | undefined
  requestId?: string | undefined
}

interface EitherDialect {
  error?: { code?: ErrorCode; message?: string; details?: ErrorDetail[]; about?: Record<string, string> }
  meta?: { request_id?: string }
  statusMessage?: string
  /** In the `error` frames of streams that have a shape of their own for them. */
  message?: string
  code?: ErrorCode
  data?: ErrorDetail[] | null
}

/** Something between us and Parley may have answered instead: then the body is anything. */
function read(body: unknown): ErrorBody {
  if (typeof body !== 'object' || body === null) return {}
  const { error, meta, statusMessage, message, code, data } = body as EitherDialect
  if (error) return { ...error, requestId: meta?.request_id }
  return { code, message: statusMessage ?? message, details: data ?? undefined }
}

/** The desk dialect names no codes: the status decides, and a 404 is about a thing rather than a route. */
function codeOf(status: number): ErrorCode {
  if (status === 404) return 'not_found'
  const entry = Object.entries(errorStatus).find(([, known]) => known === status)
  return (entry?.[0] as ErrorCode | undefined) ?? (status < 500 ? 'invalid_input' : 'internal')
}
