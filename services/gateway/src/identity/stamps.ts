import { randomBytes } from 'node:crypto'
import type { Foundation } from '@parley/kit/foundation'

/** What setting a stamp needs of the context. */
type StampContext = Pick<Foundation<never>, 'redis' | 'config' | 'log'>

const lifetimeSeconds = 3_600
/** What a gateway knows of a credential it forgets within a minute: a stamp that comes later changes nothing. */
const worthSettingForMs = 60_000
const retryMs = 250

/** Where the stamp of a person's standing in a workspace is kept. */
export const personStampKey = (prefix: string, workspaceId: string, userId: string): string =>
  `${prefix}:stamp:person:${workspaceId}:${userId}`

/** Where the stamp of a session or API key is kept. */
export const credentialStampKey = (prefix: string, credentialId: string): string =>
  `${prefix}:stamp:credential:${credentialId}`

/** Makes every gateway read this person's standing again, all their credentials in the workspace included. */
export const stampPerson = (ctx: StampContext, workspaceId: string, userId: string): Promise<void> =>
  stamp(ctx, personStampKey(ctx.config.REDIS_PREFIX, workspaceId, userId))

/** Makes every gateway read this session or API key again. */
export const stampCredential = (ctx: StampContext, credentialId: string): Promise<void> =>
  stamp(ctx, credentialStampKey(ctx.config.REDIS_PREFIX, credentialId))

/**
 * Call after commit. Resolves when the stamp is set; never throws. While Redis is away nothing is cached, so it
 * resolves at once then and goes on trying, for as long as a gateway could still remember.
 */
async function stamp(ctx: StampContext, key: string): Promise<void> {
  const value = randomBytes(9).toString('base64url')
  const giveUpAt = Date.now() + worthSettingForMs
  const set = () => ctx.redis.set(key, value, 'EX', lifetimeSeconds)
  const tryAgain = (error: unknown) => {
    if (Date.now() > giveUpAt || ctx.redis.status === 'end') {
      ctx.log.warn({ err: error }, 'a stamp could not be set')
      return
    }
    setTimeout(() => void set().catch(tryAgain), retryMs).unref()
  }
  await set().catch(tryAgain)
}
