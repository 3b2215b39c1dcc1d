import { pino } from 'pino'
import type { ServiceConfig } from './config.ts'

export type Log = pino.Logger

/** An error without what node-postgres hangs on it: the whole connection. */
function withoutClient(error: Error) {
  const { client: _client, ...rest } = pino.stdSerializers.err(error) as pino.SerializedError & { client?: unknown }
  return rest
}

/**
 * JSON lines on stdout, credentials cut out wherever they might appear. What is logged while a write is under way goes
 * out with the next; the rest is written when the process ends.
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
    pino.destination({ sync: false }),
  )
