import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is measured of a gate, see `createGate`. */
export interface MeasuredGate {
  readonly name: string
  readonly running: number
  readonly waiting: number
  readonly refused: number
}

/** A service's Prometheus registry with what all services measure. */
export function createMetrics(service: string) {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gates = new Set<MeasuredGate>()
  const labelNames = ['gate'] as const
  new Gauge({
    name: 'parley_gate_running',
    help: 'Operations running, by gate.',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const { name: gate, running } of gates) this.inc({ gate }, running)
    },
  })
  new Gauge({
    name: 'parley_gate_waiting',
    help: 'Operations waiting for a limit, by gate.',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const { name: gate, waiting } of gates) this.inc({ gate }, waiting)
    },
  })
  new Counter({
    name: 'parley_gate_refused_total',
    help: 'Operations refused because a limit was reached, by gate.',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const { name: gate, refused } of gates) this.inc({ gate }, refused)
    },
  })
  return {
    registry,
    requests: new Histogram({
      name: 'parley_http_request_duration_seconds',
      help: 'Time from a request’s first byte to its answer’s last, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    published: new Counter({
      name: 'parley_outbox_published_total',
      help: 'Outbox rows published, by kind.',
      labelNames: ['kind'],
      registers,
    }),
    publishFailures: new Counter({
      name: 'parley_outbox_failures_total',
      help: 'Times that publishing the outbox failed; it is retried.',
      registers,
    }),
    quarantined: new Counter({
      name: 'parley_outbox_quarantined_total',
      help: 'Outbox rows that could not be published and are tried no more, by kind.',
      labelNames: ['kind'],
      registers,
    }),
    outboxAge: new Gauge({
      name: 'parley_outbox_age_seconds',
      help: 'Age of the oldest outbox row that is not quarantined, each second.',
      registers,
    }),
    jobs: new Histogram({
      name: 'parley_job_duration_seconds',
      help: 'Time a job’s attempt took, by job and outcome: done, failed, postponed or stopped (with the service).',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120],
      registers,
    }),
    loops: new Histogram({
      name: 'parley_loop_duration_seconds',
      help: 'Time a run of a loop took, by loop and outcome: done or failed.',
      labelNames: ['loop', 'outcome'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120],
      registers,
    }),
    /** Measures a gate from now on. */
    watchGate: (gate: MeasuredGate): void => void gates.add(gate),
    gauge: (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read())
        },
      }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
