import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { type Config, isLoopback } from '../config.ts'

export type Directives = Record<string, string[]>

/** The headers that keep a page of this gateway from what others might do with it. */
export const protectWith = (
  directives: Directives,
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
  { resources = 'same-origin', referrer = 'no-referrer' }: Protection = {},
): RequestHandler => {
  const { protocol, hostname } = new URL(PUBLIC_URL)
  const isSecure = protocol === 'https:'
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isSecure,
    crossOriginResourcePolicy: { policy: resources },
    // Elsewhere browsers ignore it, and complain.
    crossOriginOpenerPolicy: isSecure || isLoopback(hostname) ? { policy: 'same-origin' } : false,
    originAgentCluster: false,
    referrerPolicy: { policy: referrer },
  })
}

interface Protection {
  /** Which sites may load it. */
  resources?: 'same-origin' | 'cross-origin'
  /** Whom its own requests name it to. */
  referrer?: 'no-referrer' | 'same-origin'
}
