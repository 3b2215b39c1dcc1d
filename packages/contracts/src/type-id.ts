/** The TypeID prefixes in use, and what each means. */
export const idPrefixes = {
  apr: 'approval',
  attr: 'attribute',
  aud: 'entry of the audit log',
  blk: 'block',
  ch: 'channel',
  chat: 'private conversation',
  cnv: 'conversation',
  doc: 'document',
  ers: 'erasure',
  file: 'file',
  int: 'platform connection',
  inv: 'invitation',
  job: 'job',
  key: 'API key',
  lbl: 'label',
  mac: 'macro',
  mcp: 'MCP server',
  msg: 'message',
  rpl: 'canned reply',
  run: 'run',
  ses: 'session',
  sit: 'site',
  team: 'team',
  twin: 'twin',
  usr: 'user',
  view: 'saved view',
  vis: 'visitor',
  whk: 'webhook',
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
