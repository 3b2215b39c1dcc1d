import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { traceFrom } from '@parley/kit/trace'
import { createTracing } from '@parley/kit/tracing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const received: string[] = []
const collector = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push(`${request.url} ${body}`)
    response.setHeader('content-type', 'application/json').end('{}')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void collector.close())

describe('tracing', () => {
  const parent = traceFrom('req-1', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')

  it('carries the trace on under a span of its own when no collector is configured', () => {
    const { trace } = createTracing('messaging', undefined).start('HTTP GET', parent)
    expect(trace.requestId).toBe('req-1')
    expect(trace.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/)
    expect(trace.traceparent).not.toContain('b7ad6b7169203331')
  })

  it('sends a finished span to the collector, inside the trace it came from', async () => {
    const { port } = collector.address() as AddressInfo
    const tracing = createTracing('messaging', `http://127.0.0.1:${port}`)
    await tracing.ready()
    const span = tracing.start('HTTP GET', parent)
    span.end({ failed: true, name: 'GET /api/v2/messages/:id', attributes: { 'http.response.status_code': 503 } })
    await tracing.close()
    const sent = received.join('\n')
    expect(sent).toContain('/v1/traces')
    expect(sent).toContain('0af7651916cd43dd8448eb211c80319c')
    expect(sent).toContain('parley-messaging')
    expect(sent).toContain('req-1')
  })
})
