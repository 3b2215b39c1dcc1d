import { createECDH } from 'node:crypto'
import * as z from 'zod'

const privateKeyBytes = 32

/** The keys by which push services know this deployment (RFC 8292), in base64url. */
export interface Vapid {
  publicKey: string
  privateKey: string
}

/** The public half of a P-256 private key in base64url; undefined for what is none. */
export function vapidOf(privateKey: string): Vapid | undefined {
  const bytes = Buffer.from(privateKey, 'base64url')
  if (bytes.length !== privateKeyBytes) return undefined
  try {
    const curve = createECDH('prime256v1')
    curve.setPrivateKey(bytes)
    return { privateKey, publicKey: curve.getPublicKey('base64url') }
  } catch {
    return undefined
  }
}

/** Whether this is a point of P-256, uncompressed and in base64url. */
export function isP256PublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4) return false
  try {
    const curve = createECDH('prime256v1')
    curve.generateKeys()
    curve.computeSecret(bytes)
    return true
  } catch {
    return false
  }
}

/** A variable with a VAPID private key. */
export const VapidPrivateKey = z.string().transform((text, context): Vapid => {
  const vapid = vapidOf(text)
  if (vapid) return vapid
  context.addIssue('Must be a P-256 private key: 32 random bytes in base64url.')
  return z.NEVER
})
