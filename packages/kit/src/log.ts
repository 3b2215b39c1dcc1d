import { pino } from 'pino'
import type { ServiceConfig } from './config.ts'

export type Log = pino.Logger

/** An error without what node-postgres hangs on it: the whole connection. */
function withoutClient(error: Error) {
  const { client: _client, ...rest } = pino.stdSerializers.err(error) as pino.SerializedError & { client?: unknown }
  return rest
}

type Destination = ReturnType<typeof pino.destination>
let stdout: Destination | undefined

/**
 * Where the lines of this process go: written a few at a time, at least five times a second, and all when it ends. A
 * write for each would cost a busy service more than the line.
 */
function openStdout(): Destination {
  if (!stdout) {
    const opened = pino.destination({ minLength: 4_096, periodicFlush: 200 })
    process.on('exit', () => opened.flushSync())
    stdout = opened
  }
  return stdout
}

/** JSON lines on stdout, credentials cut out wherever they might appear. */
export const createLog = (service: string, config: Pick<ServiceConfig, 'LOG_LEVEL'>): Log =>
  pino(
    {
      level: config.LOG_LEVEL,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: withoutClient },
      redact: ['*.password', '*.token', '*.authorization', '*.cookie', '*.key', 'headers.authorization'],
    },
    openStdout(),
  )
