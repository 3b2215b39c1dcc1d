import { withTimeout } from './with-timeout.ts'

/** One thing a process depends on: `required` when it cannot work without. */
interface Dependency {
  check: () => Promise<unknown>
  required: boolean
  /** Whether it must have answered once before this process is ready. */
  awaited: boolean
  everUp: boolean
}

export interface ReadinessReport {
  status: 'ready' | 'degraded' | 'starting' | 'unavailable' | 'stopping'
  dependencies: Record<string, { status: 'up' | 'down'; error?: string }>
}

const checkTimeoutMs = 2_000

/**
 * Whether this process can do its work. Until every awaited dependency has answered once it is `starting`; afterwards only one
 * that is required makes it `unavailable`, any other merely `degraded`.
 */
export function createReadiness() {
  const dependencies = new Map<string, Dependency>()
  let stopping = false
  let checking: Promise<ReadinessReport> | undefined

  async function check(): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...dependencies].map(async ([name, dependency]) => {
        try {
          await withTimeout(checkTimeoutMs, dependency.check(), `no answer within ${checkTimeoutMs} ms`)
          dependency.everUp = true
          return { name, dependency, up: true, error: undefined }
        } catch (error) {
          return { name, dependency, up: false, error: (error as Error).message || 'no answer' }
        }
      }),
    )
    const down = results.filter((result) => !result.up)
    const starting = down.some(({ dependency }) => dependency.awaited && !dependency.everUp)
    const broken = down.some(({ dependency }) => dependency.required)
    return {
      status: stopping
        ? 'stopping'
        : starting
          ? 'starting'
          : broken
            ? 'unavailable'
            : down.length
              ? 'degraded'
              : 'ready',
      dependencies: Object.fromEntries(
        results.map(({ name, up, error }) => [
          name,
          up ? { status: 'up' } : { status: 'down', ...(error && { error }) },
        ]),
      ),
    }
  }

  return {
    add(
      name: string,
      check: () => Promise<unknown>,
      { required, awaited = true }: { required: boolean; awaited?: boolean },
    ): void {
      dependencies.set(name, { check, required, awaited, everUp: false })
    },
    stop(): void {
      stopping = true
    },
    /** Anybody may ask: those who ask at the same time share one check. */
    report(): Promise<ReadinessReport> {
      checking ??= check().finally(() => {
        checking = undefined
      })
      return checking
    },
  }
}

export type Readiness = ReturnType<typeof createReadiness>
