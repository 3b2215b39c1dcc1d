import type * as z from 'zod'
import { endpoints as catalog } from './catalog.ts'
import { type CallerKind, callerKinds, type Endpoint, type Method } from './endpoint.ts'
import { type ErrorCode, errorStatus } from './error-codes.ts'
import { DeskError, type Dialect, TeamError } from './errors.ts'
import { type EventContract, EventEnvelope } from './event.ts'
import { type LimitName, limitClasses } from './limits.ts'
import { createSchemas, type Json, type Schemas } from './openapi-schemas.ts'
import {
  fieldExamples,
  introduction,
  license,
  operational,
  scopeWords,
  signatureHeaders,
  statusPhrases,
  tagOf,
  tags,
  webhookWords,
} from './openapi-words.ts'
import { webhookEvents } from './webhooks/events.ts'
import { webhookTags } from './webhooks/tags.ts'

export interface OpenApiOptions {
  /** Where the deployment is reached. */
  serverUrl: string
  version: string
  /** The requests per window that an operator has set. */
  limits?: Partial<Record<LimitName, number>>
  endpoints?: readonly Endpoint[]
  /** Where schemas are collected, for a document that has more of them. */
  schemas?: Schemas
}

/** The OpenAPI 3.1 document of the whole platform, derived from the contracts. */
export function openApiDocument(options: OpenApiOptions): Json {
  const { serverUrl, version, limits = {}, endpoints = catalog, schemas = createSchemas() } = options
  const published = endpoints.filter(({ visibility }) => visibility === 'public').sort(byPath)
  const paths: Record<string, Json> = {}
  for (const endpoint of published) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][endpoint.method] = operation(endpoint, schemas, limits)
  }
  const used = new Set([...published.map(tagOf), operational.tag])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      summary: 'One place for a company’s conversations.',
      description: introduction,
      contact: { name: 'This deployment', url: serverUrl },
      license,
    },
    servers: [{ url: serverUrl, description: 'This deployment.' }],
    externalDocs: { url: `${serverUrl}/asyncapi.json`, description: 'Realtime: the socket, as AsyncAPI 3.1.' },
    tags: [...tags.filter(({ name }) => used.delete(name)), ...[...used].map((name) => ({ name }))],
    paths: { ...paths, ...operational.paths },
    webhooks: webhooksOf(schemas),
    components: {
      securitySchemes: securitySchemes(published),
      parameters: { IdempotencyKey: idempotencyKey, LastEventId: lastEventId },
      headers,
      responses: Object.assign({}, ...dialects.map((dialect) => errorResponses(dialect, published, schemas))),
      schemas: schemas.components,
    },
  }
}

/** What is posted to the URLs of webhooks. */
function webhooksOf(schemas: Schemas): Json {
  const envelope = schemas.of(EventEnvelope, 'output') as { properties: Json }
  return Object.fromEntries(
    webhookEvents.map(({ type, description, data }: EventContract) => [
      type,
      {
        post: {
          operationId: `receive.${type}`,
          tags: [webhookTags.webhooks!.name],
          summary: `The event \`${type}\`.`,
          description: [description, webhookWords].filter(Boolean).join('\n\n'),
          security: [],
          parameters: signatureHeaders,
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  ...envelope,
                  properties: { ...envelope.properties, type: { const: type }, data: schemas.of(data, 'output') },
                },
              },
            },
          },
          responses: {
            '2XX': { description: 'Taken. Anything else is sent again later, but for 410, after which nothing is.' },
          },
        },
      },
    ]),
  )
}

const methods: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete']
const byPath = (a: Endpoint, b: Endpoint) =>
  a.path === b.path ? methods.indexOf(a.method) - methods.indexOf(b.method) : a.path < b.path ? -1 : 1

function operation(endpoint: Endpoint, schemas: Schemas, limits: Partial<Record<LimitName, number>>): Json {
  const isForPeople = endpoint.callers.includes('user')
  const counted = endpoint.limits.map((name) => {
    const { points, seconds, per } = limitClasses[name]
    return { class: name, requests: limits[name] ?? points, seconds, per }
  })
  const notes = [
    endpoint.description,
    isForPeople && `An API key needs the scope \`${endpoint.scope}\`.`,
    endpoint.role && `Takes the workspace role \`${endpoint.role}\` or a stronger one.`,
    endpoint.desk && `Takes the role ${endpoint.desk}.`,
    ...counted.map(
      ({ class: name, requests, seconds, per }) =>
        `At most ${requests} requests in ${seconds} s per ${perWords[per]} (class \`${name}\`).`,
    ),
  ]
  return {
    operationId: endpoint.name,
    tags: [tagOf(endpoint)],
    summary: endpoint.summary,
    description: notes.filter(Boolean).join('\n\n'),
    security: endpoint.callers.flatMap((kind) => Object.keys(schemesOf[kind]).map((scheme) => ({ [scheme]: [] }))),
    parameters: parameters(endpoint, schemas),
    ...((endpoint.body || endpoint.raw) && { requestBody: requestBody(endpoint, schemas) }),
    responses: responses(endpoint, schemas),
    'x-rate-limits': counted,
    ...(isForPeople && { 'x-scope': endpoint.scope }),
    ...(endpoint.role && { 'x-role': endpoint.role }),
  }
}

/** The credentials of each kind of callers; services do not come by way of the gateway. */
const schemesOf: Record<CallerKind, Record<string, Json>> = {
  user: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: `A token from signing in, which may do all that its person may, or an API key. ${scopeWords}`,
    },
    apiKey: {
      type: 'apiKey',
      in: 'header',
      name: 'x-api-key',
      description: `An API key: \`prl_sk_live_…\`. ${scopeWords}`,
    },
  },
  visitor: {
    visitorToken: {
      type: 'http',
      scheme: 'bearer',
      description: 'The token of a visitor of a site, as its widget was given it: `prl_vt_…`.',
    },
  },
  service: {},
}

/** Those that some endpoint takes. */
const securitySchemes = (endpoints: readonly Endpoint[]): Json =>
  Object.assign(
    {},
    ...callerKinds
      .filter((kind) => endpoints.some(({ callers }) => callers.includes(kind)))
      .map((kind) => schemesOf[kind]),
  )

const perWords = {
  user: 'person',
  ip: 'IP address',
  'ip-and-account': 'IP address and account',
  visitor: 'visitor',
  'widget-key': 'widget key',
} as const

function parameters(endpoint: Endpoint, schemas: Schemas): Json[] {
  const listed: Json[] = []
  for (const [place, schema] of [
    ['path', endpoint.params],
    ['query', endpoint.query],
  ] as const) {
    if (!schema) continue
    const { properties = {}, required = [] } = schemas.of(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    for (const [name, { description, ...rest }] of Object.entries(properties))
      listed.push({
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(description !== undefined && { description }),
        schema: rest,
      })
  }
  if (endpoint.method === 'get' && endpoint.produces === 'text/event-stream')
    listed.push({ $ref: '#/components/parameters/LastEventId' })
  if (endpoint.idempotent) listed.push({ $ref: '#/components/parameters/IdempotencyKey' })
  return listed
}

function requestBody(endpoint: Endpoint, schemas: Schemas): Json {
  const { body, upload, consumes, bodyLimitBytes } = endpoint
  const description = `At most ${Math.floor(bodyLimitBytes / 1024)} KiB.`
  if (!body) {
    const bytes = { schema: { type: 'string', format: 'binary' } }
    return { required: true, description, content: Object.fromEntries(consumes.map((type) => [type, bytes])) }
  }
  const contentOf = (type: string): Json => {
    if (type !== 'application/json') return { schema: schemas.of(body, 'input') }
    const fields = upload ? body.omit({ [upload.field]: true } as never) : body
    const schema = schemas.of(fields, 'input')
    return { schema, ...exampleOf(fields, schema) }
  }
  const { required } = schemas.of(body, 'input')
  return {
    required: Array.isArray(required) && required.length > 0,
    description,
    content: Object.fromEntries(consumes.map((type) => [type, contentOf(type)])),
  }
}

/** The least that the body may be, so that a reader can send it; nothing where some required field has no example. */
function exampleOf(body: z.ZodType, schema: Json): Json {
  // JSON Schema of an input has no examples once a field has a default: zod holds them to be of the output.
  const [declared] = (body.meta()?.examples ?? []) as unknown[]
  if (declared !== undefined) return { example: declared }
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Json>; required?: string[] }
  const given = required.map((name): [string, unknown] => {
    const [known] = (properties[name]?.examples ?? properties[name]?.enum ?? []) as unknown[]
    return [name, known ?? fieldExamples[name] ?? (/(_id|Id)$/.test(name) ? fieldExamples.id : undefined)]
  })
  const isWhole = given.length > 0 && given.every(([, value]) => value !== undefined)
  return isWhole ? { example: Object.fromEntries(given) } : {}
}

function responses(endpoint: Endpoint, schemas: Schemas): Json {
  const listed: Json = {}
  for (const [status, schema] of Object.entries(endpoint.responses))
    listed[status] = {
      description: statusPhrases[Number(status)] ?? 'Success.',
      headers: {
        'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
        RateLimit: { $ref: '#/components/headers/RateLimit' },
        'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
        ...(isRedirect(status) && { Location: location }),
        ...(endpoint.idempotent && { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } }),
      },
      ...(!isRedirect(status) && { content: { [endpoint.produces]: { schema: schemas.of(schema, 'output') } } }),
    }
  // What is sent in parts is sent with an ETag, and not sent again to whoever has it.
  if (206 in endpoint.responses) listed[304] = { description: statusPhrases[304] }
  for (const code of errorsOf(endpoint)) {
    const status = errorStatus[code]
    listed[status] ??= { $ref: `#/components/responses/${responseName(endpoint.dialect, status)}` }
  }
  return listed
}

const isRedirect = (status: string): boolean => status.startsWith('3')

/** What the contract names, and what follows from the rest of it. */
function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const { callers, params, query, idempotent, errors } = endpoint
  const body = endpoint.body ?? endpoint.raw
  const following: [ErrorCode, boolean][] = [
    ['invalid_input', Boolean(params || query || body || idempotent)],
    ['unauthorized', callers.length > 0],
    ['forbidden', callers.length > 0],
    ['payload_too_large', Boolean(body)],
    ['unsupported_media_type', Boolean(body)],
    ['conflict', idempotent],
    ['idempotency_mismatch', idempotent],
    ['rate_limited', true],
    ['internal', true],
    ['unavailable', true],
    ['timeout', true],
  ]
  return [...errors, ...following.filter(([, follows]) => follows).map(([code]) => code)]
}

const dialects: readonly Dialect[] = ['team', 'desk', 'plain']
const responseName = (dialect: Dialect, status: number) => `${dialect[0]!.toUpperCase()}${dialect.slice(1)}${status}`

/** The error answers that some endpoint of the dialect refers to. */
function errorResponses(dialect: Dialect, endpoints: readonly Endpoint[], schemas: Schemas): Record<string, Json> {
  const inDialect = endpoints.filter((endpoint) => endpoint.dialect === dialect)
  const codes = new Set(inDialect.flatMap(errorsOf))
  if (codes.size === 0) return {}
  const content =
    dialect === 'plain'
      ? { 'text/plain': { schema: { type: 'string' } } }
      : { 'application/json': { schema: schemas.of(dialect === 'desk' ? DeskError : TeamError, 'output') } }
  const named: Record<string, Json> = {}
  for (const status of new Set([...codes].map((code) => errorStatus[code])))
    named[responseName(dialect, status)] = {
      description: statusPhrases[status]!,
      headers: {
        'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
        ...((status === 429 || status === 503) && { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }),
      },
      content,
    }
  return named
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes it safe to send the request again: for 24 hours the same key and body get the first answer. With another body the key is a 422; while the first request still runs, a 409.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
}

const lastEventId: Json = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The `id` of the last frame that was received: those after it are sent.',
  schema: { type: 'string' },
}

const text = (description: string, example: string): Json => ({ description, schema: { type: 'string' }, example })

const location = text('Where to go instead.', 'https://parley.example.com/')

const headers: Record<string, Json> = {
  'X-Request-Id': text(
    'Names the request in every log; send one to choose it.',
    '0f4d1a52-6a34-4f0e-9d53-7c1f7c0f3f2b',
  ),
  RateLimit: text('What is left of the window, and the seconds until the next.', '"messages";r=59;t=42'),
  'RateLimit-Policy': text('The limits that were counted: requests and seconds.', '"messages";q=60;w=60'),
  'Retry-After': text('Seconds to wait.', '12'),
  'Idempotency-Replayed': text('`true` when the answer is the first one’s, given again.', 'true'),
}
