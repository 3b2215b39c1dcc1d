import { randomBytes } from 'node:crypto'
import type { ServiceRuntime } from '@parley/kit/runtime'

/** What setting a revocation version needs of the context. */
type RevocationContext = Pick<ServiceRuntime<never>, 'redis' | 'config' | 'log'>

const lifetimeSeconds = 3_600
/** Gateways cache a credential for a minute: a version that is set later changes nothing. */
const giveUpAfterMs = 60_000
const retryMs = 250

/** The Redis key of the revocation version of a person's membership in a workspace, or of someone in no workspace. */
export const personRevocationKey = (prefix: string, workspaceId: string | null, userId: string): string =>
  `${prefix}:revocation:person:${workspaceId ?? 'none'}:${userId}`

/** The Redis key of the revocation version of a session or API key. */
export const credentialRevocationKey = (prefix: string, credentialId: string): string =>
  `${prefix}:revocation:credential:${credentialId}`

/** Makes every gateway read this person's membership again, and with it all their credentials in the workspace. */
export const invalidatePerson = (ctx: RevocationContext, workspaceId: string | null, userId: string): Promise<void> =>
  setVersion(ctx, personRevocationKey(ctx.config.REDIS_PREFIX, workspaceId, userId))

/** Makes every gateway read this session or API key again. */
export const invalidateCredential = (ctx: RevocationContext, credentialId: string): Promise<void> =>
  setVersion(ctx, credentialRevocationKey(ctx.config.REDIS_PREFIX, credentialId))

/**
 * Call after commit. Resolves when the version is set; never throws. While Redis is unavailable nothing is cached, so it
 * resolves at once and retries for as long as a gateway could still have the credential cached.
 */
async function setVersion(ctx: RevocationContext, key: string): Promise<void> {
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
