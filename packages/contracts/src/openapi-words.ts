import { channelTags } from './channels/tags.ts'
import { chatTags } from './chat/tags.ts'
import { connectionTags } from './connections/tags.ts'
import { deskTags } from './desk/tags.ts'
import type { Endpoint } from './endpoint.ts'
import { identityTags } from './identity/tags.ts'
import { importTags } from './imports/tags.ts'
import { knowledgeTags } from './knowledge/tags.ts'
import { messageTags } from './messages/tags.ts'
import type { Tag } from './tag.ts'
import { toolTags } from './tools/tags.ts'
import { twinTags } from './twins/tags.ts'
import { usageTags } from './usage/tags.ts'
import { webhookTags } from './webhooks/tags.ts'

/** The parts of the API by the first segment of their paths, in the order in which a reader wants them. */
const areas: Record<string, Tag> = {
  ...identityTags,
  ...channelTags,
  ...messageTags,
  ...chatTags,
  ...knowledgeTags,
  ...toolTags,
  ...twinTags,
  ...usageTags,
  ...importTags,
  ...connectionTags,
  ...webhookTags,
  ...deskTags,
}

/** Nobody may use the sources without leave; the name is SPDX's for a licence that it does not list. */
export const license = { name: 'Proprietary', identifier: 'LicenseRef-Parley-Proprietary' } as const

// Security requirements name scopes only for OAuth; each operation names its own in `x-scope` and in its description.
export const scopeWords =
  'A key does what its scopes allow: `read` is for GET, `write` for other methods, `execute` for AI, `admin` for members, keys and settings, `knowledge:read` and `knowledge:write` for knowledge; each operation names its own.'

/** What a person would send in a required field of a body that has no example of its own. */
export const fieldExamples: Record<string, unknown> = {
  id: '0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80',
  email: 'grace@example.com',
  password: 'correct horse battery',
  name: 'grace',
  content: 'Hello, everyone.',
}

/** What operators call, beside the API itself. */
export const operational = {
  tag: 'Operations',
  paths: {
    '/openapi.json': probe(
      'getOpenApi',
      'This document.',
      'OpenAPI 3.1, with this deployment’s URL and rate limits.',
      'The OpenAPI document.',
    ),
    '/asyncapi.json': probe(
      'getAsyncApi',
      'The socket: its events, and what a client may send.',
      'AsyncAPI 3.1.',
      'The AsyncAPI document.',
    ),
    '/healthz': probe(
      'getHealth',
      'Whether the process runs.',
      'For liveness probes: it looks at no dependency.',
      'It runs.',
    ),
    '/readyz': probe(
      'getReadiness',
      'Whether the gateway can do its work, naming each dependency.',
      'For readiness probes: a 503 until everything that it needs has answered once, afterwards only while it cannot work. `degraded` names what is away and not needed.',
      'It can; perhaps degraded.',
      {
        503: {
          description: 'It cannot; the body says what is missing.',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
      },
    ),
    '/metrics': probe(
      'getMetrics',
      'Prometheus metrics.',
      'Those of this process; every service has its own.',
      'The metrics.',
      {},
      'text/plain',
    ),
  },
} as const

function probe(
  operationId: string,
  summary: string,
  description: string,
  success: string,
  others = {},
  type = 'application/json',
) {
  const schema = { type: type === 'application/json' ? 'object' : 'string' }
  return {
    get: {
      operationId,
      tags: ['Operations'],
      summary,
      description,
      security: [],
      responses: {
        200: { description: success, content: { [type]: { schema } } },
        400: { description: 'The request is not valid HTTP/1.1, such as one without `Host`.' },
        ...others,
      },
    },
  }
}

export const tags: Tag[] = [
  ...Object.values(areas),
  { name: operational.tag, description: 'Health, readiness, metrics and the API’s own documents.' },
]

/** The part of the API that an endpoint belongs to, by the first segment of its path: `channels`, `api-keys`. */
export function areaOf({ path }: Pick<Endpoint, 'path'>): string {
  if (path === '/api/v2/messages/upload') return 'files'
  if (path.startsWith('/hooks/')) return 'incoming-webhooks'
  return /^\/api\/(?:v\d+\/)?([^/]+)/.exec(path)?.[1] ?? ''
}

/** The name of an endpoint's area; without a description until it is in `areas`. */
export function tagOf(endpoint: Pick<Endpoint, 'path'>): string {
  const area = areaOf(endpoint)
  const words = area.replaceAll('-', ' ')
  return areas[area]?.name ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** What is true of everything that webhooks are sent. */
export const webhookWords =
  'Posted to the webhooks that have named it (`createWebhook`), signed as [Standard Webhooks](https://www.standardwebhooks.com) says. Attachments come without `url` and `thumbnail_url`.'

const signed = (name: string, description: string, type: 'string' | 'integer' = 'string') => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type },
})

/** The headers by which a receiver verifies an event. */
export const signatureHeaders = [
  signed('webhook-id', 'The event’s `id`: the same at every try.'),
  signed('webhook-timestamp', 'Seconds since 1970. Refuse what is more than five minutes off.', 'integer'),
  signed(
    'webhook-signature',
    '`v1,` and the HMAC-SHA256 of `<id>.<timestamp>.<body>` in base64; one for each secret, separated by spaces.',
  ),
]

export const statusPhrases: Record<number, string> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Taken; it is done later.',
  206: 'The part that was asked for.',
  302: 'It is somewhere else for now.',
  303: 'The answer is somewhere else.',
  304: 'It has not changed since the answer that had this `ETag`.',
  400: 'Something in the request is not valid; `details` (in the desk dialect `data`) names every field.',
  401: 'No credential, or one that is not valid, expired or revoked.',
  403: 'Visible to the caller, and not allowed.',
  404: 'Unknown, or hidden from the caller: the answer is the same.',
  405: 'The path does not answer this method.',
  409: 'It contradicts what is there.',
  410: 'It has ended, and takes nothing any more.',
  413: 'The body is too large.',
  415: 'The body’s content type is not one of those that are read.',
  416: 'The range begins beyond the end; `Content-Range` says how long the whole is.',
  422: 'The `Idempotency-Key` was used with another request.',
  429: 'Too many requests.',
  500: 'Our fault; the request id finds it in the logs.',
  502: 'Something behind gave an answer that cannot be understood; the message says what.',
  503: 'Something behind is away or not configured; the message says what.',
  504: 'Something behind took too long; the message says what.',
}

/** What applies to every call. */
export const introduction = `
One place for a company’s conversations: team channels, AI twins, bridged platforms and website chat, behind one URL.

## Signing in

\`POST /api/auth/register\` or \`/login\` answers a token, valid for 7 days and for one workspace. Send it as \`Authorization: Bearer …\`. An API key works in the same place, or as \`x-api-key\`, within its scopes: GET needs \`read\`, other methods \`write\`, unless an operation says otherwise. Any origin may call; there are no cookies.

## Two dialects

Paths under \`/api/auth\`, \`/api/tenant\`, \`/api/agent\`, \`/api/widget\` and \`/api/desk\` speak the *desk* dialect: bare camelCase bodies, errors as \`{statusCode, statusMessage, data}\`. All others speak the *team* dialect: errors as \`{success: false, error: {code, message, details}, meta: {request_id, timestamp}}\`.

## Ids and times

Ids are UUIDs, or the same 128 bits as a TypeID (\`usr_…\`, \`wsp_…\`, 26 base32 characters); every operation takes either, in either case. Times are ISO 8601 in UTC with milliseconds.

## Errors

Checked in this order: unknown path 404, method 405, credential 401, rate limit 429, body 413 and 415, scope and role 403, input 400, then what the thing itself answers. A thing of another workspace, or hidden from the caller, answers exactly as one that does not exist.

## Sending again

Every POST that lists it takes an \`Idempotency-Key\`: the same key and body get the first answer again, with \`Idempotency-Replayed: true\`.

## Limits

Answers carry \`RateLimit\` and \`RateLimit-Policy\`. Beyond a limit the answer is a 429 with \`Retry-After\`.

## Realtime

socket.io at this URL with \`auth: {token}\`. Events, what a client may send, limits and refusals are in [/asyncapi.json](/asyncapi.json). After an absence send \`sync\` with \`{"<channel id>": {seq, rev}}\`, and receive what was missed.
`.trim()
