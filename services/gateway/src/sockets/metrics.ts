import type { Metrics } from '@parley/kit/metrics'
import { Counter, Histogram } from 'prom-client'

/** Metrics of the sockets. */
export function createSocketMetrics(metrics: Metrics) {
  const registers = [metrics.registry]
  return {
    gauge: metrics.gauge,
    connects: new Counter({
      name: 'parley_socket_connects_total',
      help: 'Sockets that were admitted or refused, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    drops: new Counter({
      name: 'parley_socket_drops_total',
      help: 'Sockets that the server closed, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    events: new Counter({
      name: 'parley_socket_events_total',
      help: 'Events emitted, by type; each counts once however many sockets it goes to.',
      labelNames: ['type'],
      registers,
    }),
    deliveries: new Counter({
      name: 'parley_socket_deliveries_total',
      help: 'Events times the sockets they went to.',
      registers,
    }),
    lag: new Histogram({
      name: 'parley_socket_lag_seconds',
      help: 'Time from a sequenced event’s `at` to its emission here.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
      registers,
    }),
    filled: new Counter({
      name: 'parley_socket_gap_events_total',
      help: 'Events that were missed on Redis and read from PostgreSQL.',
      registers,
    }),
    repeated: new Counter({
      name: 'parley_socket_repeated_events_total',
      help: 'Events that were received more than once and dropped.',
      registers,
    }),
    received: new Counter({
      name: 'parley_socket_client_events_total',
      help: 'Events that clients sent, by name and outcome.',
      labelNames: ['name', 'outcome'],
      registers,
    }),
  }
}

export type SocketMetrics = ReturnType<typeof createSocketMetrics>
