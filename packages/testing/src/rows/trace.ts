import { randomUUID } from 'node:crypto'

/** The trace of what tests write, as JSON. */
export const trace = JSON.stringify({
  requestId: randomUUID(),
  traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
})
