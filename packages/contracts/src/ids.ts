import * as z from 'zod'

/** The TypeID prefixes in use, and what each means. */
export const idPrefixes = {
  ch: 'channel',
  cnv: 'conversation',
  file: 'file',
  int: 'platform connection',
  inv: 'invitation',
  job: 'job',
  key: 'API key',
  msg: 'message',
  sit: 'site',
  twin: 'twin',
  usr: 'user',
  vis: 'visitor',
  wsp: 'workspace',
} as const

export type IdPrefix = keyof typeof idPrefixes

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const digitOf = new Map([...alphabet].map((character, digit) => [character, BigInt(digit)]))
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const typeIdPattern = /^([a-z]+)_([0-7][0-9a-hjkmnp-tv-z]{25})$/

/** Writes a UUID as a TypeID: `usr_` and the same 128 bits as 26 Crockford base32 characters. */
export function encodeId(prefix: IdPrefix, uuid: string): string {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let suffix = ''
  for (let i = 0; i < 26; i++) {
    suffix = alphabet[Number(bits & 31n)] + suffix
    bits >>= 5n
  }
  return `${prefix}_${suffix}`
}

/**
 * Reads an id in either form and either case into a lower-case UUID; any UUID version will do.
 * Undefined when it is neither a UUID nor a TypeID with one of the given prefixes.
 */
export function decodeId(text: string, prefixes: readonly IdPrefix[]): string | undefined {
  const lower = text.toLowerCase()
  if (uuidPattern.test(lower)) return lower
  const [, prefix, suffix] = typeIdPattern.exec(lower) ?? []
  if (!prefix || !suffix || !prefixes.includes(prefix as IdPrefix)) return undefined
  let bits = 0n
  for (const character of suffix) bits = (bits << 5n) | digitOf.get(character)!
  const hex = bits.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** An id in a request: a UUID or a TypeID with one of these prefixes, either case; parsed to a UUID. */
export const idOf = (...prefixes: IdPrefix[]) =>
  z
    .string()
    .max(64)
    .transform((text, context) => {
      const uuid = decodeId(text, prefixes)
      if (uuid !== undefined) return uuid
      context.addIssue(`Must be a UUID or an id of the form ${prefixes.map((prefix) => `${prefix}_…`).join(' or ')}.`)
      return z.NEVER
    })
    .meta({ description: `A ${prefixes.map((prefix) => idPrefixes[prefix]).join(' or ')}'s id: UUID or TypeID.` })

/** An id in an answer of the team dialect: always a UUID. */
export const Uuid = z.guid().meta({ format: 'uuid' })

/** An id in an answer of the desk dialect: given a UUID, answers the TypeID. */
export const typeId = (prefix: IdPrefix) =>
  z
    .string()
    .transform((uuid) => (uuid.startsWith(`${prefix}_`) ? uuid : encodeId(prefix, uuid)))
    .pipe(z.string().regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`)))

export const ChannelId = idOf('ch')
export const FileId = idOf('file')
export const MessageId = idOf('msg')
export const UserId = idOf('usr')
export const WorkspaceId = idOf('wsp')
export const TwinId = idOf('twin')
export const ConversationId = idOf('cnv', 'ch')
export const KeyId = idOf('key')
export const InvitationId = idOf('inv')
