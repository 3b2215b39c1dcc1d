import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  type KeyObject,
  privateDecrypt,
  timingSafeEqual,
} from 'node:crypto'
import { createSelfSignedCertificate } from '@parley/kit/self-signed-certificate'
import * as z from 'zod'

/** What Graph encrypts notifications for: a connection's own. */
export interface Encryption {
  /** In DER, in base64. */
  certificate: string
  /** PKCS #8 in DER, in base64. */
  privateKey: string
}

export async function createEncryption(): Promise<Encryption> {
  const { certificate, privateKey } = await createSelfSignedCertificate('parley')
  const key = privateKey.export({ type: 'pkcs8', format: 'der' })
  return { certificate: certificate.toString('base64'), privateKey: key.toString('base64') }
}

export const EncryptedContent = z.object({
  data: z.string(),
  dataSignature: z.string(),
  dataKey: z.string(),
})

export const privateKeyOf = ({ privateKey }: Encryption): KeyObject =>
  createPrivateKey({ key: Buffer.from(privateKey, 'base64'), type: 'pkcs8', format: 'der' })

/**
 * What a notification says: a key of its own, encrypted for ours, encrypts it. It is decrypted only once its signature is
 * found good, so that nobody learns anything from how that fails.
 *
 * @returns undefined for what was not encrypted for us, or was changed
 */
export function decrypt(content: z.output<typeof EncryptedContent>, privateKey: KeyObject): unknown {
  const data = Buffer.from(content.data, 'base64')
  const key = decryptKey(Buffer.from(content.dataKey, 'base64'), privateKey)
  if (!key) return undefined
  const expected = createHmac('sha256', key).update(data).digest()
  const given = Buffer.from(content.dataSignature, 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
    return JSON.parse(Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8'))
  } catch {
    return undefined
  }
}

/** Microsoft pads it with SHA-1, whose weakness OAEP does not depend on. */
function decryptKey(encrypted: Buffer, key: KeyObject): Buffer | undefined {
  try {
    const found = privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, encrypted)
    return found.length === 32 ? found : undefined
  } catch {
    return undefined
  }
}
