import { type RevocationContext, setRevocationVersion } from '@parley/kit/revocations'

const lifetimeSeconds = 3_600

/** The Redis key of the revocation version of a person's membership in a workspace, or of someone in no workspace. */
export const personRevocationKey = (prefix: string, workspaceId: string | null, userId: string): string =>
  `${prefix}:revocation:person:${workspaceId ?? 'none'}:${userId}`

/** The Redis key of the revocation version of a session or API key. */
export const credentialRevocationKey = (prefix: string, credentialId: string): string =>
  `${prefix}:revocation:credential:${credentialId}`

/** Makes every gateway read this person's membership again, and with it all their credentials in the workspace. */
export const invalidatePerson = (ctx: RevocationContext, workspaceId: string | null, userId: string): Promise<void> =>
  setRevocationVersion(ctx, personRevocationKey(ctx.config.REDIS_PREFIX, workspaceId, userId), lifetimeSeconds)

/** Makes every gateway read this session or API key again. */
export const invalidateCredential = (ctx: RevocationContext, credentialId: string): Promise<void> =>
  setRevocationVersion(ctx, credentialRevocationKey(ctx.config.REDIS_PREFIX, credentialId), lifetimeSeconds)
