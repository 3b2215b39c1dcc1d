import { randomBytes, randomUUID } from 'node:crypto'

/** What ties one request's work together across services, events and jobs. */
export interface Trace {
  requestId: string
  /** W3C trace context: `00-<trace>-<span>-<flags>`. */
  traceparent: string
}

const requestIdPattern = /^[\w.:-]{1,128}$/
const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Takes a caller's request id and traceparent where they are well formed, and makes what is missing. */
export function traceFrom(requestId: string | undefined, traceparent: string | undefined): Trace {
  return {
    requestId: requestId && requestIdPattern.test(requestId) ? requestId : randomUUID(),
    traceparent:
      traceparent && traceparentPattern.test(traceparent)
        ? traceparent
        : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
  }
}

/** The same trace with a span of its own, for a call to the next service. */
export const childSpan = (trace: Trace): Trace => ({
  requestId: trace.requestId,
  traceparent: `${trace.traceparent.slice(0, 36)}${randomBytes(8).toString('hex')}${trace.traceparent.slice(52)}`,
})
