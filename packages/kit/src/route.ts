import type { Endpoint, EndpointDefinition, HandlerAnswer, ParsedOf } from '@parley/contracts/endpoint'
import type { Caller } from './assertion.ts'
import type { Log } from './log.ts'
import type { Trace } from './trace.ts'

/** An answer that was given before and is given again, exactly. */
export interface ReplayedAnswer {
  replayed: true
  status: number
  body: string
}

/** What a handler gets: its parsed input and who asks. It never sees the HTTP request itself. */
export interface Request<E extends EndpointDefinition = EndpointDefinition> extends ParsedOf<E> {
  endpoint: Endpoint
  /** Who asks. Endpoints with `auth: 'none'` must not read it. */
  caller: Caller
  trace: Trace
  /** The `Idempotency-Key` header, where the endpoint keeps one. */
  idempotencyKey: string | undefined
  /** The client's address, as far as trusted proxies tell. */
  ip: string
  userAgent: string | undefined
  log: Log
}

export type Handler<E extends EndpointDefinition> = (
  request: Request<E>,
) => Promise<HandlerAnswer<E> | ReplayedAnswer> | HandlerAnswer<E>

/** An endpoint with what answers it. */
export interface Route {
  endpoint: Endpoint
  handler: (
    request: Request,
  ) => Promise<{ status: number; body: unknown; headers?: Record<string, string> } | ReplayedAnswer>
}

/** Binds an endpoint to its handler: input arrives parsed, and the answer is cut to the declared shape. */
export const route = <E extends Endpoint>(endpoint: E, handler: Handler<E>): Route => ({
  endpoint,
  handler: async (request) => handler(request as Request<E>),
})

/** 200 with this body. */
export const ok = <B>(body: B) => ({ status: 200 as const, body })

/** 201 with this body. */
export const created = <B>(body: B) => ({ status: 201 as const, body })

/** 202 with this body: taken, not done yet. */
export const accepted = <B>(body: B) => ({ status: 202 as const, body })
