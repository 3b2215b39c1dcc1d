import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { callersOf, type ServiceName } from '@parley/contracts/services'

/** Each service's own signing key. */
export type SigningKeys = Readonly<Record<ServiceName, string>>

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

/** Whether a text is a signing key. */
export function isSigningKey(text: string): boolean {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

/** The value of a service's INTERNAL_TRUSTED_CALLERS: those that call it, each by its own key. */
export const trustedCallers = (service: ServiceName, signingKeys: SigningKeys): string =>
  JSON.stringify(Object.fromEntries(callersOf(service).map((name) => [name, publicKeyOf(signingKeys[name])])))
