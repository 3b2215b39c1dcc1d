import type { ServiceName } from './services.ts'

/**
 * A class of rate limits: `points` per `seconds`, counted for a user, a visitor, the widget key of one's site, an IP
 * address, or an IP address and account. The figures are defaults; operators override them with `RATE_LIMIT_<CLASS>`.
 */
export interface LimitClass {
  points: number
  seconds: number
  per: 'user' | 'visitor' | 'widget-key' | 'ip' | 'ip-and-account'
  /** The class in which the GETs of a browser session are counted instead: a page that opens asks for much at once. */
  browserReads?: string
}

export const limitClasses = {
  default: { points: 300, seconds: 60, per: 'user' },
  messages: { points: 60, seconds: 60, per: 'user', browserReads: 'reading' },
  reading: { points: 600, seconds: 60, per: 'user' },
  channels: { points: 300, seconds: 60, per: 'user' },
  invitations: { points: 30, seconds: 60, per: 'user' },
  chat: { points: 30, seconds: 60, per: 'user' },
  chat_address: { points: 100, seconds: 60, per: 'ip' },
  widget: { points: 60, seconds: 60, per: 'visitor' },
  widget_signals: { points: 120, seconds: 60, per: 'visitor' },
  widget_key: { points: 6_000, seconds: 60, per: 'widget-key' },
  widget_address: { points: 1_200, seconds: 60, per: 'ip' },
  widget_session: { points: 60, seconds: 60, per: 'ip' },
  login: { points: 10, seconds: 60, per: 'ip-and-account' },
  files: { points: 3_000, seconds: 60, per: 'ip' },
  incoming_webhooks: { points: 1_200, seconds: 60, per: 'ip' },
  platform_events: { points: 6_000, seconds: 60, per: 'ip' },
  anonymous: { points: 300, seconds: 60, per: 'ip' },
} as const satisfies Record<string, LimitClass>

export type LimitName = keyof typeof limitClasses

/** Limits of any JSON body, whatever its endpoint; beyond it the answer is a 400. */
export const jsonLimits = { maxDepth: 32, maxValues: 10_000 } as const

/**
 * Bytes that a body may have where its endpoint does not say. `content` fits a message, 40,000 characters and 16 KiB of
 * metadata, escaped; `auth` is what `/api/auth/*` takes, from people who are not known yet. `pictures` fits a question with
 * 20 MB of pictures in base64, and is what the Messages API takes.
 */
export const bodyLimits = {
  default: 64 * 1024,
  content: 512 * 1024,
  auth: 8 * 1024,
  pictures: 32 * 1024 * 1024,
} as const

/** The published routes' owners other than the gateway itself. */
export type Upstream = Exclude<ServiceName, 'gateway'>
