import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { ServiceConfig } from './config.ts'

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/** Good for a laptop alone: everybody can read it here. */
const developmentKey = createHash('sha256').update('parley development secrets').digest()

/** A variable with AES-256 keys in base64, separated by commas. */
const Keys = z.string().transform((text, context): Buffer[] =>
  text.split(',').map((given) => {
    const key = Buffer.from(given.trim(), 'base64')
    if (key.length !== keyBytes) context.addIssue('Each key must be 32 random bytes in base64.')
    return key
  }),
)

/** Configuration of services that keep secrets of their users; their own includes it, and `requireSecretKeys`. */
export const SecretConfig = z.object({
  SECRET_KEYS: Keys.optional().describe(
    'Encrypts what users entrust to Parley: 32 random bytes in base64; several separated by commas: the first encrypts, all decrypt.',
  ),
})
export type SecretConfig = z.output<typeof SecretConfig>

/** For a whole configuration: production does not keep secrets under a key that everybody knows. */
export function requireSecretKeys(
  { PARLEY_ENV, SECRET_KEYS }: Pick<ServiceConfig, 'PARLEY_ENV'> & SecretConfig,
  context: z.RefinementCtx,
): void {
  if (PARLEY_ENV === 'production' && !SECRET_KEYS)
    context.addIssue({ code: 'custom', path: ['SECRET_KEYS'], message: 'Missing: 32 random bytes in base64.' })
}

/** The row that a secret belongs to: sealed for one, it opens for no other. */
export interface SecretOwner {
  workspaceId: string
  /** What it is for, with the row's id where a workspace has several: `platform-credentials:<id>`. */
  purpose: string
}

/** Encrypts secrets at rest. */
export interface SecretBox {
  /** @returns `v1.<key id>.<base64url of iv, ciphertext and tag>` */
  seal(secret: string, owner: SecretOwner): string
  /** @throws Error for a key that is not configured any more, another owner, or a text that was changed */
  open(sealed: string, owner: SecretOwner): string
  /** Whether another key than the first has encrypted it: then its row is to be written again, with `reseal`. */
  isOutdated(sealed: string): boolean
  /** The same secret under the first key. @throws Error as `open` */
  reseal(sealed: string, owner: SecretOwner): string
}

/** A box whose first key encrypts and all of whose keys decrypt. */
export function createSecretBox({ SECRET_KEYS = [developmentKey] }: SecretConfig): SecretBox {
  const keys = new Map(SECRET_KEYS.map((key) => [idOf(key), key]))
  const [currentId] = keys.keys()

  function seal(secret: string, owner: SecretOwner): string {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, keys.get(currentId!)!, iv).setAAD(boundTo(owner, currentId!))
    const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `v1.${currentId}.${sealed.toString('base64url')}`
  }

  function open(sealed: string, owner: SecretOwner): string {
    const { keyId, bytes } = parse(sealed)
    const key = keys.get(keyId)
    if (!key) throw new Error(`SECRET_KEYS has no key ${keyId}, which a stored secret was encrypted with.`)
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      .setAAD(boundTo(owner, keyId))
      .setAuthTag(bytes.subarray(-tagBytes))
    try {
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
    } catch (cause) {
      throw new Error(`A secret was changed, or is not that of ${owner.purpose}.`, { cause })
    }
  }

  return {
    seal,
    open,
    isOutdated: (sealed) => parse(sealed).keyId !== currentId,
    reseal: (sealed, owner) => seal(open(sealed, owner), owner),
  }
}

/** Names a key without showing it: 32 bits of its digest. */
const idOf = (key: Buffer): string => createHash('sha256').update('parley key id').update(key).digest('hex').slice(0, 8)

const boundTo = ({ workspaceId, purpose }: SecretOwner, keyId: string): Buffer =>
  Buffer.from(JSON.stringify(['v1', keyId, workspaceId, purpose]))

function parse(sealed: string): { keyId: string; bytes: Buffer } {
  const [, keyId, text] = /^v1\.([\da-f]{8})\.([\w-]+)$/.exec(sealed) ?? []
  const bytes = Buffer.from(text ?? '', 'base64url')
  if (keyId === undefined || bytes.length < ivBytes + tagBytes) throw new Error('This is not a sealed secret.')
  return { keyId, bytes }
}
