import { randomBytes } from 'node:crypto'
import { rooms } from '@parley/contracts/event'
import { visitorAccessChanged } from '@parley/contracts/identity/events'
import type { Kysely } from 'kysely'
import type { VisitorCaller } from './assertion.ts'
import { insertEvents } from './outbox.ts'
import type { ServiceRuntime } from './runtime.ts'
import type { Trace } from './trace.ts'
import { visitorTokenLifetimeSeconds } from './visitor-tokens.ts'

/** What setting a revocation version needs of a service. */
export type RevocationContext = Pick<ServiceRuntime<never>, 'redis' | 'config' | 'log'>

/** Gateways cache a credential for a minute: a version that is set later changes nothing. */
const giveUpAfterMs = 60_000
const retryMs = 250

/**
 * Makes every gateway read what stands on this version again. Call after commit. Resolves when the version is set; never
 * throws. While Redis is unavailable nothing is cached, so it resolves at once and retries for as long as a gateway could
 * still have the credential cached.
 */
export async function setRevocationVersion(
  ctx: RevocationContext,
  key: string,
  lifetimeSeconds: number,
): Promise<void> {
  const version = randomBytes(9).toString('base64url')
  const giveUpAt = Date.now() + giveUpAfterMs
  const set = () => ctx.redis.set(key, version, 'EX', lifetimeSeconds)
  const tryAgain = (error: unknown) => {
    if (Date.now() > giveUpAt || ctx.redis.status === 'end') {
      ctx.log.warn({ err: error }, 'a revocation version could not be set')
      return
    }
    setTimeout(() => void set().catch(tryAgain), retryMs).unref()
  }
  await set().catch(tryAgain)
}

/** Whose tokens end: one visitor's, or those that were issued for a widget key. */
export type VisitorRevocation = { workspaceId: string } & ({ visitorId: string } | { widgetKeyId: string })

const keyOf = (prefix: string, what: 'visitor' | 'widget-key', workspaceId: string, id: string): string =>
  `${prefix}:revocation:${what}:${workspaceId}:${id}`

/** The Redis keys of the revocation versions of a visitor's token: the visitor's, and the widget key's. */
export const visitorRevocationKeys = (
  prefix: string,
  { workspaceId, visitorId, widgetKeyId }: VisitorCaller,
): [visitor: string, widgetKey: string] => [
  keyOf(prefix, 'visitor', workspaceId, visitorId),
  keyOf(prefix, 'widget-key', workspaceId, widgetKeyId),
]

/** Writes down, in the transaction that ends visitors' access, that their open sockets and streams are to be checked. */
export async function recordVisitorRevocation<DB>(
  tx: Kysely<DB>,
  { workspaceId, ...whose }: VisitorRevocation,
  trace: Trace,
): Promise<void> {
  const data = {
    visitor_id: 'visitorId' in whose ? whose.visitorId : null,
    widget_key_id: 'widgetKeyId' in whose ? whose.widgetKeyId : null,
  }
  await insertEvents(tx, [{ event: visitorAccessChanged, workspaceId, rooms: [rooms.access], data }], trace)
}

/** After commit: every gateway checks these tokens again. Answer only when this has resolved. */
export async function applyVisitorRevocation(ctx: RevocationContext, revoked: VisitorRevocation): Promise<void> {
  const { REDIS_PREFIX } = ctx.config
  const { workspaceId } = revoked
  const key =
    'visitorId' in revoked
      ? keyOf(REDIS_PREFIX, 'visitor', workspaceId, revoked.visitorId)
      : keyOf(REDIS_PREFIX, 'widget-key', workspaceId, revoked.widgetKeyId)
  await setRevocationVersion(ctx, key, visitorTokenLifetimeSeconds)
}
