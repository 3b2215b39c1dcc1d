import { randomFillSync, randomUUID } from 'node:crypto'

/** What ties one request's work together across services, events and jobs. */
export interface Trace {
  requestId: string
  /** W3C trace context: `00-<trace>-<span>-<flags>`. */
  traceparent: string
}

const requestIdPattern = /^[\w.:-]{1,128}$/
const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Random bytes in stock: asking the system for each id costs more than all else about it. */
const stock = Buffer.alloc(4_096)
let taken = stock.length

function randomHex(bytes: number): string {
  if (taken + bytes > stock.length) {
    randomFillSync(stock)
    taken = 0
  }
  taken += bytes
  return stock.toString('hex', taken - bytes, taken)
}

/** Takes a caller's request id and traceparent where they are well formed, and makes what is missing. */
export function traceFrom(requestId: string | undefined, traceparent: string | undefined): Trace {
  return {
    requestId: requestId && requestIdPattern.test(requestId) ? requestId : randomUUID(),
    traceparent:
      traceparent && traceparentPattern.test(traceparent) ? traceparent : `00-${randomHex(16)}-${randomHex(8)}-01`,
  }
}

/** The same trace with a span of its own, for a call to the next service. */
export const childSpan = (trace: Trace): Trace => ({
  requestId: trace.requestId,
  traceparent: `${trace.traceparent.slice(0, 36)}${randomHex(8)}${trace.traceparent.slice(52)}`,
})
