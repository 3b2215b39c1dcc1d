import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import type { SealedColumn } from '@parley/kit/resealing'

/** A secret of 256 random bits, with which a workspace's sites prove who their visitors are. */
export const newIdentitySecret = (): string => `prl_is_${randomBytes(32).toString('hex')}`

/** Whom a sealed secret is for. */
export const identitySecretOf = (workspaceId: string) => ({ workspaceId, purpose: 'visitor-identity' })

/** Where they are. */
export const sealedIdentitySecrets: SealedColumn = {
  table: 'desks',
  column: 'identity_secret',
  id: 'workspace_id',
  ownerOf: ({ workspaceId }) => identitySecretOf(workspaceId),
}

/**
 * @param hash the HMAC-SHA256 of the id, in hex
 * @throws ServiceError 403 unless it was made with the secret
 */
export function requireProof(secret: string | undefined, externalId: string, hash: string): void {
  const expected = secret === undefined ? undefined : createHmac('sha256', secret).update(externalId).digest()
  const given = Buffer.from(hash, 'hex')
  if (!expected || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new ServiceError('forbidden', 'The hash does not prove this externalId.')
}
