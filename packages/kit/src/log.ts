import { pino } from 'pino'
import type { ServiceConfig } from './config.ts'

export type Log = pino.Logger

/**
 * JSON lines on stdout, credentials cut out wherever they might appear. What is logged while a write is under way goes
 * out with the next; the rest is written when the process ends.
 */
export const createLog = (service: string, config: Pick<ServiceConfig, 'LOG_LEVEL'>): Log =>
  pino(
    {
      level: config.LOG_LEVEL,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.password', '*.token', '*.authorization', '*.cookie', '*.key', 'headers.authorization'],
    },
    pino.destination({ sync: false }),
  )
