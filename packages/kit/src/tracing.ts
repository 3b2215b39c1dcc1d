import { childSpan, type Trace } from './trace.ts'

/** A piece of work under way; `trace` is what its own calls, events and jobs carry on. */
export interface Span {
  trace: Trace
  end(outcome: { failed: boolean; name?: string; attributes?: Record<string, string | number> }): void
}

export interface Tracing {
  /** Resolves when spans are recorded; those of before are only carried. */
  ready(): Promise<void>
  start(name: string, parent: Trace): Span
  close(): Promise<void>
}

/** Without a collector: span ids are made and carried, nothing is recorded. */
const unrecorded: Tracing = {
  ready: async () => {},
  start: (_name, parent) => ({ trace: childSpan(parent), end() {} }),
  close: async () => {},
}

/**
 * Records spans with OpenTelemetry and sends them by OTLP over HTTP when an endpoint is configured. The libraries are
 * loaded only then.
 */
export function createTracing(service: string, endpoint: string | undefined): Tracing {
  if (!endpoint) return unrecorded
  let loaded: Tracing = unrecorded
  const loading = load(service, endpoint).then((tracing) => {
    loaded = tracing
  })
  return {
    ready: () => loading,
    start: (name, parent) => loaded.start(name, parent),
    close: async () => {
      await loading
      await loaded.close()
    },
  }
}

async function load(service: string, endpoint: string): Promise<Tracing> {
  const [{ ROOT_CONTEXT, SpanKind, SpanStatusCode, trace }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `parley-${service}` }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer('parley')
  return {
    ready: async () => {},
    start(name, parent) {
      const [, traceId, spanId, flags] = parent.traceparent.split('-') as [string, string, string, string]
      const context = trace.setSpanContext(ROOT_CONTEXT, {
        traceId,
        spanId,
        traceFlags: Number.parseInt(flags, 16),
        isRemote: true,
      })
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, context)
      const own = span.spanContext()
      const traceparent = `00-${own.traceId}-${own.spanId}-${own.traceFlags.toString(16).padStart(2, '0')}`
      return {
        trace: { requestId: parent.requestId, traceparent },
        end({ failed, name, attributes }) {
          if (name) span.updateName(name)
          span.setAttributes({ 'parley.request_id': parent.requestId, ...attributes })
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
    },
    close: () => provider.shutdown(),
  }
}
