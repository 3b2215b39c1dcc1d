import { flushCompileCache } from 'node:module'
import { ConfigError } from './config.ts'

/** A running service: where it answers, and how it ends. */
export interface Service {
  /** Listens, then gets ready; resolves with the URL once it listens. */
  start(): Promise<string>
  /** Stops accepting, finishes what is in flight, closes everything. Safe to call twice. */
  stop(): Promise<void>
}

const hardStopMs = 10_000

/**
 * Runs a service as this process: starts it, stops it cleanly on SIGTERM or SIGINT, and ends the process for
 * certain 10 s after that. When its supervisor has ended it ends at once.
 */
export async function runProcess(create: () => Service): Promise<void> {
  let service: Service | undefined
  let stopping = false
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), hardStopMs).unref()
    await service?.stop()
    process.exit(code)
  }
  process.on('SIGTERM', () => void stop(0))
  process.on('SIGINT', () => void stop(0))
  // Without its supervisor nobody waits for this process, and its successor wants the port. What it has acknowledged is
  // stored.
  process.on('disconnect', () => process.exit(1))
  if (process.send && !process.connected) process.exit(1)
  process.on('unhandledRejection', (error) => {
    console.error(
      JSON.stringify({
        level: 60,
        time: new Date().toISOString(),
        msg: 'unhandled rejection',
        err: String((error as Error)?.stack ?? error),
      }),
    )
    void stop(1)
  })
  try {
    service = create()
    await service.start()
    flushCompileCache() // for the next start, however this process ends; nothing unless NODE_COMPILE_CACHE is set
  } catch (error) {
    const msg = error instanceof ConfigError ? error.message : `could not start: ${(error as Error).message}`
    console.error(JSON.stringify({ level: 60, time: new Date().toISOString(), msg }))
    await stop(1)
  }
}
