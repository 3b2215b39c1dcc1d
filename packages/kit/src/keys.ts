import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'

/** A password of 256 random bits, safe in URLs and shells. */
export const randomPassword = (): string => randomBytes(32).toString('base64url')

/** A new EC P-256 private key, PKCS#8 DER in base64. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}

/** The public half of a signing key, SPKI DER in base64. */
export function publicKeyOf(signingKey: string): string {
  const privateKey = createPrivateKey({ key: Buffer.from(signingKey, 'base64'), type: 'pkcs8', format: 'der' })
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
}

/** The value of INTERNAL_TRUSTED_CALLERS that accepts the gateway alone. */
export const trustedCallers = (gatewaySigningKey: string): string =>
  JSON.stringify({ gateway: publicKeyOf(gatewaySigningKey) })
