import { invalidInput } from '@parley/kit/errors'
import type { SealedColumn } from '@parley/kit/resealing'
import type { SecretBox } from '@parley/kit/secret-box'
import { validate } from '@parley/kit/validation'
import type { Platform } from '../platforms/platform.ts'

interface Owner {
  workspaceId: string
  id: string
}

/** Which row credentials are sealed for. */
export const ownerOf = ({ workspaceId, id }: Owner) => ({ workspaceId, purpose: `platform-credentials:${id}` })

/** Where they are. */
export const sealedCredentials: SealedColumn = { table: 'connections', column: 'credentials', id: 'id', ownerOf }

/**
 * Reads credentials as a person entered them.
 *
 * @param path where they are in the request
 * @throws ServiceError 400 that names every field at fault, and shows no value
 */
export function parseCredentials(platform: Platform, given: Readonly<Record<string, string>>, path: string): unknown {
  const { data, details } = validate(platform.credentials, given)
  if (!details) return data
  throw invalidInput(
    details.map(({ path: field, message }) => ({ path: field === '' ? path : `${path}.${field}`, message })),
  )
}

/** Encrypts credentials for their row, with what the platform keeps beside them. */
export async function sealCredentials(
  secrets: SecretBox,
  owner: Owner,
  platform: Platform,
  credentials: unknown,
): Promise<string> {
  const whole = platform.complete ? await platform.complete(credentials) : credentials
  return secrets.seal(JSON.stringify(whole), ownerOf(owner))
}

/** @throws Error where the key that they were encrypted with is gone */
export const openCredentials = (secrets: SecretBox, owner: Owner, sealed: string): unknown =>
  JSON.parse(secrets.open(sealed, ownerOf(owner)))
