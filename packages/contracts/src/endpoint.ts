import type * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'
import { type Dialect, dialectOf } from './errors.ts'
import { bodyLimits, type LimitName } from './limits.ts'
import type { Pages } from './pages.ts'
import type { ServiceName } from './services.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What an API key must be allowed to do. A JWT may do all that its user may. */
export type Scope = 'read' | 'write' | 'execute' | 'admin' | 'knowledge:read' | 'knowledge:write'

/** A person's role in a workspace, strongest first. */
export const workspaceRoles = ['owner', 'admin', 'member', 'guest'] as const
export type WorkspaceRole = (typeof workspaceRoles)[number]

/** Who calls: a person of a workspace, by a token or an API key of theirs; a visitor of a site; another service. */
export const callerKinds = ['user', 'visitor', 'service'] as const
export type CallerKind = (typeof callerKinds)[number]

/** What somebody is in the support desk: `CUSTOMER` an owner or admin of the workspace, `AGENT` who has its flag. */
export type DeskRole = 'CUSTOMER' | 'AGENT'

/** What an entry of the audit log says was done: what it was done to, and what; `channel.deleted`. */
export type AuditAction = `${string}.${string}`

type Shape = z.ZodObject
type Responses = Record<number, z.ZodType>

/** Limits of a multipart body; beyond each of these the answer is a 413 that names it, and the field. */
export interface UploadLimits {
  /** The body's field that is files; all others are text. */
  field: string
  maxFiles: number
  maxFileBytes: number
  maxFields: number
  maxFieldBytes: number
  /** Bytes of a body that comes as JSON instead; those of any body if not given. */
  maxJsonBytes?: number
}

/** The media types of a success. Beside JSON: bytes of any type, events, and text with headers of its own. */
export type Produces =
  | 'application/json'
  | 'application/octet-stream'
  | 'text/event-stream'
  | 'text/plain'
  | 'text/csv'
  | 'text/html'
  | 'text/javascript'

/** One endpoint as its author writes it; `defineEndpoint` fills in what follows from it. */
/**
 * The data of a stream's own frame `error`.
 *
 * @param known the path's parameters, and the first frame's data
 */
export type ErrorData = (
  error: { code: ErrorCode; message: string },
  known: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>

export interface EndpointDefinition {
  /** The operation's name: `postMessage`. Unique; it is the OpenAPI operationId. */
  name: string
  method: Method
  /** Express-style path, parameters as `:id`. */
  path: `/${string}`
  /** The service that answers it. */
  owner: ServiceName
  /**
   * Who may call it, one kind or several; `none` for the few calls that need no credential. Any other caller is a 403, once
   * their credential is found to be good. A service calls another directly: the gateway takes no credential of one.
   */
  auth: 'none' | CallerKind | readonly CallerKind[]
  /**
   * Set for the few calls of our own pages that use the cookie of a browser session, which no other call sees: requests of
   * other sites are a 403, and every request must say that it is JSON (415).
   */
  sameOrigin?: true
  /** The rate-limit classes it counts against; of several each counts whom it is for. */
  limit: LimitName | readonly LimitName[]
  /** What an API key needs; `read` for GET and `write` otherwise unless named. */
  scope?: Scope
  /** `optional` for the few calls that someone in no workspace may make; from all others they are kept (403). */
  workspace?: 'optional'
  /** The weakest workspace role of a person that may call it at all; checked at the gateway (403). */
  role?: Exclude<WorkspaceRole, 'guest'>
  /** Set for what only some may change: it is recorded under this name, by `transact` or `audited` of kit. */
  audit?: AuditAction
  /** `internal` endpoints are never routed by the gateway nor documented. */
  visibility?: 'public' | 'internal'
  summary: string
  /** Markdown for the OpenAPI document: decisions that a caller should know. */
  description?: string
  params?: Shape
  query?: Shape
  body?: Shape
  /** Body bytes, encoded or decoded, beyond which the answer is a 413; one of `bodyLimits` unless named. */
  bodyLimitBytes?: number
  /** The media types its body may have (415); JSON unless named, any for one that is raw. */
  consumes?: readonly string[]
  /** Set where the handler gets the body's bytes, for a signature over them or a format of its own. */
  raw?: boolean
  /** Set where input that does not parse is answered like what does not exist: the sentence of that 404. */
  notFound?: string
  /** Set where the answer is an event stream or the body bytes; uploads do. The gateway gives it time and a connection of its own. */
  streams?: boolean
  /**
   * For a multipart body: the field that has its files, and the form's limits. With JSON among what it consumes, the
   * other fields may come as JSON too.
   */
  upload?: UploadLimits
  /** Of a stream: where it is resumed; see `StreamDefinition`. */
  resumedAt?: `/${string}`
  /** Of a stream: what its frame `error` says; see `StreamDefinition`. */
  errorData?: ErrorData
  /** JSON unless named. */
  produces?: Produces
  /** For a list that comes in pages. */
  pages?: Pages
  responses: Responses
  /** What it may answer beside the errors that any endpoint has. */
  errors?: readonly ErrorCode[]
  /** False where an `Idempotency-Key` is not kept: answers with secrets, streams, `/api/auth/*`, calls of nobody known. */
  idempotent?: boolean
}

/** An endpoint with every default decided: what services bind, the gateway routes and the client calls. */
export type Endpoint<D extends EndpointDefinition = EndpointDefinition> = D & {
  dialect: Dialect
  /** The kinds of callers that `auth` names; empty where no credential is needed. */
  callers: readonly CallerKind[]
  limits: readonly LimitName[]
  /** What a person must be in the support desk: `/api/tenant/*` takes a CUSTOMER, `/api/agent/*` an AGENT (403). */
  desk: DeskRole | undefined
  scope: Scope
  visibility: 'public' | 'internal'
  bodyLimitBytes: number
  consumes: readonly string[]
  raw: boolean
  streams: boolean
  produces: Produces
  errors: readonly ErrorCode[]
  idempotent: boolean
}

/** Declares an endpoint once: types, validation, the route, gateway routing, limits, OpenAPI and the client call follow. */
export function defineEndpoint<const D extends EndpointDefinition>(definition: D): Endpoint<D> {
  const callers = callersOf(definition.auth)
  return {
    ...definition,
    dialect: dialectOf(definition.path),
    callers,
    limits: typeof definition.limit === 'string' ? [definition.limit] : definition.limit,
    desk: deskRoleOf(definition.path),
    scope: definition.scope ?? (definition.method === 'get' ? 'read' : 'write'),
    visibility: definition.visibility ?? 'public',
    bodyLimitBytes:
      definition.bodyLimitBytes ?? (definition.path.startsWith('/api/auth/') ? bodyLimits.auth : bodyLimits.default),
    consumes: definition.consumes ?? (definition.raw ? ['*/*'] : ['application/json']),
    raw: definition.raw ?? false,
    streams: definition.streams ?? definition.upload !== undefined,
    produces: definition.produces ?? 'application/json',
    errors: definition.errors ?? [],
    idempotent:
      definition.idempotent ??
      (definition.method === 'post' && callers.length > 0 && !definition.path.startsWith('/api/auth/')),
  }
}

function callersOf(auth: EndpointDefinition['auth']): readonly CallerKind[] {
  if (typeof auth !== 'string') return auth
  return auth === 'none' ? [] : [auth]
}

function deskRoleOf(path: string): DeskRole | undefined {
  if (path.startsWith('/api/tenant/')) return 'CUSTOMER'
  return path.startsWith('/api/agent/') ? 'AGENT' : undefined
}

/** `POST /api/v2/messages`, for test titles and logs. */
export const title = (endpoint: Pick<EndpointDefinition, 'method' | 'path'>): string =>
  `${endpoint.method.toUpperCase()} ${endpoint.path}`

type In<S> = S extends z.ZodType ? z.input<S> : unknown
type Out<S> = S extends z.ZodType ? z.output<S> : Record<never, never>

/** What a caller gives: path, query and body fields in one flat object. */
export type InputOf<E extends EndpointDefinition> = In<E['params']> & In<E['query']> & In<E['body']>

/** What a handler receives, parsed. */
export interface ParsedOf<E extends EndpointDefinition> {
  params: Out<E['params']>
  query: Out<E['query']>
  body: Out<E['body']>
}

/** The statuses without 202, unless it is the only one: 202 answers a request for later (`send_at`). */
type Usual<S> = [Exclude<S, 202>] extends [never] ? S : Exclude<S, 202>
type Successes<E extends EndpointDefinition> = E['responses'][Usual<keyof E['responses']>]

/**
 * Example: `postMessage` answers 201 with the message, but with `send_at` a 202 of another shape. `AnswerOf` is the body
 * of the 201, the endpoint's ordinary success; parse a 202 with `responses[202]`.
 */
export type AnswerOf<E extends EndpointDefinition> = z.output<Successes<E>>

/** What a handler may return: one of the declared statuses with a body that its schema accepts. */
export type HandlerAnswer<E extends EndpointDefinition> = {
  [S in keyof E['responses'] & number]: {
    status: S
    body: z.input<E['responses'][S]>
    headers?: Record<string, string>
  }
}[keyof E['responses'] & number]
