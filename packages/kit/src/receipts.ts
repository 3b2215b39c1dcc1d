import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import * as z from 'zod'
import { isSigningKey, publicKeyOf } from './keys.ts'
import type { ServiceClientConfig } from './service-client.ts'

const needed = 'Each must be base64 of an EC P-256 private key (PKCS#8 DER).'

/** Configuration of services that sign receipts; their own includes it. */
export const ReceiptConfig = z.object({
  RECEIPT_SIGNING_KEYS: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine((keys) => keys.every(isSigningKey), needed)
    .optional()
    .describe(
      'What receipts of erasures are signed with: EC P-256 private keys (base64 of PKCS#8 DER), separated by commas: the first signs, all are shown for verifying. Without any it is INTERNAL_SIGNING_KEY.',
    ),
})
export type ReceiptConfig = z.output<typeof ReceiptConfig>

/** A public key, as RFC 7517 writes it. */
export interface PublicKey {
  kty: 'EC'
  crv: 'P-256'
  x: string
  y: string
  kid: string
  use: 'sig'
  alg: 'ES256'
}

/** Signs receipts: JSON Web Tokens that do not expire, and that whoever is shown one can verify by the public keys. */
export function createReceipts({
  RECEIPT_SIGNING_KEYS,
  INTERNAL_SIGNING_KEY,
}: ReceiptConfig & Pick<z.output<typeof ServiceClientConfig>, 'INTERNAL_SIGNING_KEY'>) {
  const privateKeys = RECEIPT_SIGNING_KEYS ?? [INTERNAL_SIGNING_KEY]
  const publicKeys = privateKeys.map(shownKey)
  const key = createPrivateKey({ key: Buffer.from(privateKeys[0]!, 'base64'), format: 'der', type: 'pkcs8' })
  return {
    publicKeys,
    /**
     * @param of who issues it, what kind of receipt it is, and the id of what it is about
     * @param claims what it says, beside these and the time
     */
    sign: (of: { issuer: string; audience: string; subject: string }, claims: object): string =>
      jwt.sign(claims, key, { algorithm: 'ES256', keyid: publicKeys[0]!.kid, ...of }),
  }
}

export type Receipts = ReturnType<typeof createReceipts>

function shownKey(privateKey: string): PublicKey {
  const spki = Buffer.from(publicKeyOf(privateKey), 'base64')
  const { x, y } = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'jwk' })
  const kid = createHash('sha256').update(spki).digest('base64url').slice(0, 16)
  return { kty: 'EC', crv: 'P-256', x: x!, y: y!, kid, use: 'sig', alg: 'ES256' }
}
