import type {
  CallerKind,
  Endpoint,
  EndpointDefinition,
  HandlerAnswer,
  ParsedOf,
  Produces,
} from '@parley/contracts/endpoint'
import type { Unsigned } from '@parley/contracts/messages/attachment'
import type { FrameInput, StreamDefinition, StreamEndpoint } from '@parley/contracts/stream'
import type { AnyCaller, Caller, ServiceCaller, VisitorCaller } from './assertion.ts'
import type { Content, TextContent } from './content.ts'
import type { IncomingFile } from './form.ts'
import type { Holders } from './gate.ts'
import type { Log } from './log.ts'
import type { Trace } from './trace.ts'

/** An answer that was given before and is given again, exactly. */
export interface ReplayedAnswer {
  replayed: true
  status: number
  body: string
}

/** What a handler gets: its parsed input and who asks. It never sees the HTTP request itself. */
export interface Request<E extends EndpointDefinition = PersonalEndpoint> extends ParsedOf<E> {
  endpoint: Endpoint
  caller: CallerOf<E>
  trace: Trace
  /** The `Idempotency-Key` header, where the endpoint keeps one. */
  idempotencyKey: string | undefined
  /** The client's IP address, as reported by trusted proxies. */
  ip: string
  /** The `Origin` of the page that calls, as its browser has sent it to the gateway: `null` for an opaque one. */
  origin: string | undefined
  userAgent: string | undefined
  /** The `Cookie` header, where the endpoint is `sameOrigin`. */
  cookie: string | undefined
  log: Log
}

/** A request of some endpoint, whoever may call that. */
export type AnyRequest = Request<EndpointDefinition>

/** What a request is of unless an endpoint is given. */
interface PersonalEndpoint extends EndpointDefinition {
  auth: 'user'
}

/** Who may call an endpoint: one of those that its `auth` names, distinguished by `kind`; undefined for `none`. */
export type CallerOf<E extends EndpointDefinition> = {
  none: undefined
  user: E extends { workspace: 'optional' } ? AnyCaller : Caller
  visitor: VisitorCaller
  service: ServiceCaller
}[Named<E['auth']>]

type Named<A extends EndpointDefinition['auth']> = A extends readonly (infer K extends CallerKind)[]
  ? K
  : Exclude<A, readonly CallerKind[]>

/**
 * What a handler answers: a declared status with its body, or content where the contract's `produces` is not JSON.
 * Attachments may be unsigned: the service signs them for its reader.
 */
export type AnswerFor<E extends EndpointDefinition> = E extends { produces: Exclude<Produces, 'application/json'> }
  ? Content
  : (IsRecorded<E> extends true ? Recorded<Unsigned<HandlerAnswer<E>>> : Unsigned<HandlerAnswer<E>>) | ReplayedAnswer

/** Every POST but those whose contract keeps no `Idempotency-Key`. */
type IsRecorded<E extends EndpointDefinition> = E extends { method: 'post' }
  ? E extends { idempotent: false } | { path: `/api/auth/${string}` } | { auth: 'none' }
    ? false
    : true
  : false

/** An answer that was stored under its `Idempotency-Key`, if it has one: what `transact` of `idempotency.ts` returns. */
export type Recorded<A> = A & { readonly [recordedKey]: true }
declare const recordedKey: unique symbol

export type Handler<E extends EndpointDefinition> = (request: Request<E>) => Promise<AnswerFor<E>> | AnswerFor<E>

export type Answer = { status: number; body: unknown; headers?: Record<string, string> } | ReplayedAnswer | Content

/** An endpoint with what answers it: a JSON body, bytes, a form with files, or a stream of events. */
export type Route =
  | { kind: 'json'; endpoint: Endpoint; handler: (request: AnyRequest) => Promise<Answer>; shares?: Shares<AnyRequest> }
  | { kind: 'slow'; endpoint: Endpoint; handler: (request: SlowRequest) => Promise<Answer> }
  | { kind: 'raw'; endpoint: Endpoint; handler: (request: RawRequest) => Promise<Answer>; admit?: Admit }
  | { kind: 'upload'; endpoint: UploadEndpoint; handler: (request: UploadRequest) => Promise<Answer> }
  | StreamRoute

/** Further concurrency shares that a request counts against, beside its caller’s own, such as `channel`. */
export interface Shares<R> {
  /** Keys known from the request. */
  holders?: (request: R) => Holders
  /** Keys looked up in the database first, within the caller’s own share. */
  findHolders?: (request: R) => Promise<Holders>
}

/** The share of a channel’s writers: they wait for one row lock, and must not have every connection meanwhile. */
export const shareOfChannel = ({ workspaceId }: Pick<Caller, 'workspaceId'>, channelId: string): Holders => ({
  channel: `${workspaceId}:${channelId}`,
})

/** For an endpoint that writes to the channel that its path names. */
export const writesToChannel = {
  holders: ({ params, caller }: { params: { id: string }; caller: Caller }): Holders =>
    shareOfChannel(caller, params.id),
}

/**
 * Binds an endpoint to its handler: input arrives parsed, and the answer is cut to the declared shape.
 *
 * @param shares the concurrency shares that a request counts against beside its caller's own
 */
export function route<E extends Endpoint>(endpoint: E, handler: Handler<E>): Route
export function route<E extends Endpoint>(endpoint: E, shares: Shares<Request<E>>, handler: Handler<E>): Route
export function route<E extends Endpoint>(
  endpoint: E,
  ...given: [Handler<E>] | [Shares<Request<E>>, Handler<E>]
): Route {
  const [shares, handler] = given.length === 1 ? [{}, given[0]] : given
  return {
    kind: 'json',
    endpoint,
    shares: shares as Shares<AnyRequest>,
    handler: async (request) => handler(request as Request<E>),
  }
}

/** What a handler has that lasts longer than a share of connections may be held. */
export interface Sharing {
  /** Runs work on the database within the caller's share of connections. Other handlers run within it as a whole. */
  withinShare<T>(work: () => Promise<T>): Promise<T>
}

export type UploadEndpoint = Endpoint & Required<Pick<EndpointDefinition, 'upload' | 'body'>>

/** What the handler of an upload gets: the body is still on its way. */
export interface UploadRequest<E extends EndpointDefinition = EndpointDefinition>
  extends Omit<Request<E>, 'body'>,
    Sharing {
  /** Whether its body is still on its way: a form's, and not JSON. */
  isStreamed: boolean
  /** The form's files as they arrive, each to be read to its end before the next; none where the body is JSON. */
  files: AsyncIterable<IncomingFile>
  /**
   * Those of the form's text fields that have arrived by now.
   *
   * @throws ServiceError 400 naming every one of them that is at fault
   */
  fieldsSoFar(): Partial<FieldsOf<E>>
  /**
   * The form's text fields, parsed; to be called when all files have been passed.
   *
   * @throws ServiceError 400 naming every field at fault, that of the files among them when there were none
   */
  fields(): FieldsOf<E>
  /**
   * The request as `transact` wants it: its body is the digest of the form. To be called when all files
   * have been passed.
   */
  digested(): Omit<Request<E>, 'body'> & { body: { digest: string } }
}

/** The fields of a form beside its files. */
export type FieldsOf<E extends EndpointDefinition> = E extends { upload: { field: infer F extends string } }
  ? Omit<ParsedOf<E>['body'], F>
  : ParsedOf<E>['body']

/**
 * As `route`, for an endpoint that declares `upload`: its files arrive as streams, within the declared limits. Where it
 * consumes JSON too, that is a form without files.
 */
export const uploadRoute = <E extends UploadEndpoint>(
  endpoint: E,
  handler: (request: UploadRequest<E>) => Promise<AnswerFor<E>>,
): Route => ({
  kind: 'upload',
  endpoint,
  handler: async (request) => handler(request as UploadRequest<E>),
})

/** What the handler of a call gets that waits for somebody else. */
export type SlowRequest<E extends EndpointDefinition = EndpointDefinition> = Request<E> & Sharing

/** As `route`, for a handler that waits for somebody else's server: it holds no share of connections meanwhile. */
export const slowRoute = <E extends Endpoint>(
  endpoint: E,
  handler: (request: SlowRequest<E>) => Promise<AnswerFor<E>>,
): Route => ({
  kind: 'slow',
  endpoint,
  handler: async (request) => handler(request as SlowRequest<E>),
})

/** What the handler of a raw body gets. */
export interface RawRequest<E extends EndpointDefinition = EndpointDefinition> extends Omit<Request<E>, 'body'> {
  /** The body's bytes as its sender signed them: decoded as `Content-Encoding` says, and otherwise as they came. */
  body: Buffer
  /** One of the request's headers, such as a signature; `Authorization` too where the endpoint needs no credential of ours. */
  header(name: string): string | undefined
}

/** Refuses, by throwing, a request whose body is not worth reading: what strangers send fills the memory. */
export type Admit = (request: Pick<RawRequest, 'header'>) => void

/**
 * As `route`, for an endpoint that declares `raw`: what somebody else's server wants to be given back may be text.
 *
 * @param admit is called before the body is read: for one that is large, and that a signature of the head speaks for
 */
export const rawRoute = <E extends Endpoint & { raw: true }>(
  endpoint: E,
  handler: (request: RawRequest<E>) => Promise<AnswerFor<E> | TextContent>,
  admit?: Admit,
): Route => ({
  kind: 'raw',
  endpoint,
  handler: async (request) => handler(request as RawRequest<E>),
  ...(admit && { admit }),
})

/** What the handler of a stream gets. */
export interface StreamRequest<E extends EndpointDefinition = EndpointDefinition> extends Request<E>, Sharing {
  /**
   * Aborted when the stream ends before its handler: the client has disconnected, may no longer receive it, or the
   * process stops. The reason is what the client receives.
   */
  signal: AbortSignal
  /** The id of the last frame that the client has received, where it resumes a stream. */
  lastEventId: string | undefined
}

/** A frame of any stream. */
export interface Frame {
  event: string
  data: unknown
  id?: string | undefined
}

export interface StreamRoute {
  kind: 'stream'
  endpoint: Endpoint
  handler: (request: StreamRequest) => AsyncIterable<Frame | undefined>
  mayContinue?: ((request: StreamRequest) => Promise<boolean>) | undefined
}

interface StreamOptions<R> {
  /**
   * Asked when the caller's role, session or key has changed, and once a minute: whether they may still receive the
   * stream. Where it is missing, such a change ends the stream, and the client connects again.
   */
  mayContinue?: (request: R) => Promise<boolean>
}

/**
 * As `route`, for an endpoint of `defineStream`. The handler yields frames; what it throws before the first is answered
 * as any error, later it is the last frame. Where the first may be long in coming, the handler yields `undefined` once it
 * knows that it will answer: the stream is opened, and comments keep it alive.
 */
export function streamRoute<D extends StreamDefinition>(
  endpoint: StreamEndpoint<D>,
  handler: (request: StreamRequest<StreamEndpoint<D>>) => AsyncIterable<FrameInput<D> | undefined>,
  options: StreamOptions<StreamRequest<StreamEndpoint<D>>> = {},
): Route {
  return { kind: 'stream', endpoint, handler, ...options } as unknown as StreamRoute
}

/** 303: the answer is at another URL. */
export const seeOther = (location: string) => ({ status: 303 as const, location })

/** 200 with this body. */
export const ok = <B>(body: B) => ({ status: 200 as const, body })

/** 201 with this body. */
export const created = <B>(body: B) => ({ status: 201 as const, body })

/** 202 with this body: taken, not done yet. */
export const accepted = <B>(body: B) => ({ status: 202 as const, body })
