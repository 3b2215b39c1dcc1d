import { endpoints } from '@parley/contracts/catalog'
import { type ErrorCode, errorStatus } from '@parley/contracts/error-codes'
import { DeskError, TeamError } from '@parley/contracts/errors'
import type { WireRequest } from './requests.ts'
import type { WireAnswer } from './wire.ts'

/** Internal details: stacks, SQL, modules, addresses. */
const leak = /\bat \S+ \(|\.ts:\d|node_modules|SQLSTATE|syntax error at|violates|relation "|ECONN|127\.0\.0\.1|parley_/

/** A 503 that says what the operator has not set. */
const unconfigured = /\bMEDIA_(?:URL|MODEL|VIDEO_MODEL)\b/

/** What zod says where nobody has said it better. */
const zods = /Invalid (?:input|option|string|key)|expected \w+, received|Too (?:big|small): |Unrecognized key/

/** Written out once more: the contracts' own rule is one of the things on trial. */
const deskPath = /^\/api\/(auth|tenant|agent|widget|desk)(\/|$)/i

/** Where an error is a word in plain text. */
const wordPath = /^\/hooks(\/|$)/i

const TeamErrorExactly = TeamError.strict().extend({
  error: TeamError.shape.error.strict(),
  meta: TeamError.shape.meta.strict(),
})
const DeskErrorExactly = DeskError.strict()

/** Where a success is a stream of events, and where it is a file: bytes as they were sent, or a table. */
const streams = endpoints.filter(({ produces }) => produces === 'text/event-stream')
const files = ['application/octet-stream', 'text/csv']
const downloads = endpoints.filter(({ produces }) => files.includes(produces)).map(({ path }) => path)

const redirects = endpoints.filter(({ responses }) => 303 in responses).map(({ path }) => path)

const plainTexts = endpoints.filter(({ produces }) => produces === 'text/plain').map(({ path }) => path)

/** What is wrong with an answer, whatever was asked; undefined when nothing is. */
export function faultOf(request: WireRequest, answer: WireAnswer): string | undefined {
  const { status, headers, text } = answer
  if (status >= 500 && !(status === 503 && unconfigured.test(text))) return `a ${status}`
  if (!headers['x-request-id']) return 'no X-Request-Id'
  if (request.method === 'HEAD' || status === 204) return text === '' ? undefined : 'a body where none may be'
  if (status === 303 && redirects.some((pattern) => matches(pattern, pathOf(request))))
    return headers.location ? undefined : 'a redirect without Location'
  if (status < 300 && downloads.some((pattern) => matches(pattern, pathOf(request))))
    return headers['content-disposition'] ? undefined : 'a file without Content-Disposition'
  if (status === 200 && /^text\/event-stream\b/.test(headers['content-type'] ?? '')) return faultOfStream(request, text)
  if (
    /^text\/plain\b/.test(headers['content-type'] ?? '') &&
    plainTexts.some((pattern) => matches(pattern, pathOf(request)))
  )
    return leak.test(text) ? 'a text that discloses internals' : undefined
  if (status >= 400 && status !== 431 && wordPath.test(pathOf(request)))
    return /^text\/plain\b/.test(headers['content-type'] ?? '') && /^[a-z_]+$/.test(text)
      ? undefined
      : 'not a word in plain text'
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return `content type ${headers['content-type']}`
  const body = parse(text)
  if (body === undefined) return 'a body that is not JSON'
  if (status < 400) return faultOfSuccess(request, status, body)
  if (leak.test(text)) return 'an error that discloses internals'
  if (status === 400 && zods.test(text)) return 'an error in zod’s words'
  if (status === 405 && !headers.allow) return 'a 405 without Allow'
  return faultOfError(request, status, body, headers['x-request-id'])
}

/** A hostile path may lead to another endpoint than the one meant: the answer must be as one of them declares it. */
function faultOfSuccess(request: WireRequest, status: number, body: unknown): string | undefined {
  const faults = endpoints
    .filter(({ method, path }) => method.toUpperCase() === request.method && matches(path, pathOf(request)))
    .map(({ name, responses }) => {
      const schema = responses[status]
      if (!schema) return `${name} does not declare a ${status}`
      const { error } = schema.safeParse(body)
      return error && `not as ${name} declares it: ${error.message}`
    })
  if (faults.length === 0) return 'a success where no endpoint is'
  return faults.every((fault) => fault !== undefined) ? faults.join('; ') : undefined
}

/** Each frame must be one that the stream declares; comments stand between them. */
function faultOfStream(request: WireRequest, text: string): string | undefined {
  const declared = streams.filter(({ path }) => matches(path, pathOf(request)))
  if (declared.length === 0) return 'a stream where none is'
  if (leak.test(text)) return 'a stream that discloses internals'
  for (const block of text.split('\n\n').filter((each) => each !== '' && !each.startsWith(':'))) {
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)))
    const frame = { event: fields.event, data: parse(fields.data ?? ''), ...(fields.id && { id: fields.id }) }
    const errors = declared.map(({ responses }) => responses[200]!.safeParse(frame).error)
    if (errors.every((error) => error !== undefined)) return `not a frame of the stream: ${block}`
  }
  return undefined
}

const pathOf = ({ target }: WireRequest) => target.split('?', 1)[0]!

const matches = (pattern: string, path: string) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}/?$`).test(path)

function faultOfError(request: WireRequest, status: number, body: unknown, requestId: unknown): string | undefined {
  if (status !== 431 && deskPath.test(pathOf(request))) {
    const { error, data } = DeskErrorExactly.safeParse(body)
    if (error) return `not a desk error: ${error.message}`
    return data.statusCode === status ? undefined : `statusCode ${data.statusCode} under a ${status}`
  }
  const { error, data } = TeamErrorExactly.safeParse(body)
  if (error) return `not a team error: ${error.message}`
  if (data.meta.request_id !== requestId) return 'two request ids'
  if (status === 431) return undefined // broken off before the request was understood: its path is unknown
  return errorStatus[data.error.code as ErrorCode] === status ? undefined : `code ${data.error.code} under a ${status}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
