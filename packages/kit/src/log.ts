import { pino } from 'pino'
import type { ServiceConfig } from './config.ts'

export type Log = pino.Logger

/** An error without what node-postgres hangs on it: the whole connection. */
function withoutClient(error: Error) {
  const { client: _client, ...rest } = pino.stdSerializers.err(error) as pino.SerializedError & { client?: unknown }
  return rest
}

/**
 * JSON lines on stdout, credentials cut out wherever they might appear. They are written a few at a time, at least five
 * times a second, and all when the process ends: a write for each would cost a busy service as much as the line.
 */
export const createLog = (service: string, config: Pick<ServiceConfig, 'LOG_LEVEL'>): Log =>
  pino(
    {
      level: config.LOG_LEVEL,
      base: { service },
      serializers: { err: withoutClient },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.password', '*.token', '*.authorization', '*.cookie', '*.key', 'headers.authorization'],
    },
    pino.destination({ sync: false, minLength: 4_096, periodicFlush: 200 }),
  )
