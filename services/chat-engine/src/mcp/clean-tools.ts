import { createHash } from 'node:crypto'
import { mcpLimits } from '@parley/contracts/tools/mcp-servers'
import * as z from 'zod'

/** A tool as its server describes it, cleaned and bounded. */
export interface CleanTool {
  /** The server's own name of it. */
  name: string
  /** The same as an engine takes it, without the server's. */
  shortName: string
  title: string
  description: string
  inputSchema: Record<string, unknown>
  isReadOnly: boolean
  /** Changes with anything above. */
  digest: string
}

const Offered = z.object({
  name: z.string().min(1).max(128),
  title: z.string().nullish().catch(null),
  description: z.string().nullish().catch(null),
  inputSchema: z.looseObject({ type: z.literal('object') }),
  annotations: z
    .object({ title: z.string().nullish().catch(null), readOnlyHint: z.boolean().nullish().catch(null) })
    .nullish()
    .catch(null),
})

const maxDescription = 1_000
/** Of all tools of a server, since every run reads them. */
const maxTotalBytes = 200_000
const maxSchemaBytes = 16_384
const maxDepth = 8
const maxValues = 500

/**
 * What a server says of its tools, as far as it can be used. Everything in it is a stranger's: what shows nothing is
 * removed, texts are shortened, and of schemas only what describes input stays. Tools that do not fit are left out.
 */
export function cleanTools(offered: readonly unknown[]): CleanTool[] {
  const byName = new Map<string, CleanTool>()
  let total = 0
  for (const each of offered) {
    const { data } = Offered.safeParse(each)
    const inputSchema = data && cleanSchema(data.inputSchema)
    if (!data || !inputSchema) continue
    const shortName = data.name.replaceAll(/[^\w-]/g, '_').slice(0, 90)
    if (byName.has(shortName) || byName.size >= mcpLimits.toolsPerServer) continue
    const tool = {
      name: data.name,
      shortName,
      title: cleanText(data.title ?? data.annotations?.title ?? data.name, 100),
      description: cleanText(data.description ?? '', maxDescription),
      inputSchema,
      isReadOnly: data.annotations?.readOnlyHint === true,
    }
    const text = JSON.stringify(tool)
    total += Buffer.byteLength(text)
    if (total > maxTotalBytes) break
    byName.set(shortName, { ...tool, digest: createHash('sha256').update(text).digest('base64url') })
  }
  return [...byName.values()]
}

/** Without control characters and those that show nothing, in which instructions can be hidden. */
export function cleanText(text: string, maxLength: number): string {
  const cleaned = text
    .toWellFormed()
    .replaceAll(/(?![\t\n])[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu, '')
    .trim()
  return cleaned.length > maxLength ? `${cleaned.slice(0, maxLength).toWellFormed()}…` : cleaned
}

/** What may stand in a schema: how input looks. Not references, which can lead elsewhere or in circles. */
const keywords = new Set([
  ...['type', 'title', 'description', 'enum', 'const', 'default', 'format', 'properties', 'required', 'items'],
  ...['additionalProperties', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'anyOf', 'oneOf'],
  ...['allOf', 'prefixItems', 'uniqueItems', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'nullable'],
])

/** A schema without what does not describe input; undefined where it is too large. */
function cleanSchema(schema: Record<string, unknown>): Record<string, unknown> | undefined {
  if (JSON.stringify(schema).length > maxSchemaBytes) return undefined
  let values = 0
  const tooMuch = new Error('too much')
  const count = (depth: number) => {
    values += 1
    if (values > maxValues || depth > maxDepth * 2) throw tooMuch
  }
  const cleanValue = (value: unknown, depth: number): unknown => {
    count(depth)
    if (typeof value === 'string') return cleanText(value, 500)
    if (Array.isArray(value)) return value.map((each) => cleanValue(each, depth + 1))
    return typeof value === 'object' && value !== null ? cleanObject(value as Record<string, unknown>, depth) : value
  }
  function cleanObject(of: Record<string, unknown>, depth: number): Record<string, unknown> {
    count(depth)
    const kept: Record<string, unknown> = {}
    for (const [keyword, value] of Object.entries(of)) {
      if (!keywords.has(keyword)) continue
      kept[keyword] = keyword === 'properties' ? cleanProperties(value, depth + 1) : cleanValue(value, depth + 1)
    }
    return kept
  }
  /** Names of fields that are not plain ones cannot be asked for. */
  function cleanProperties(given: unknown, depth: number): Record<string, unknown> {
    if (typeof given !== 'object' || given === null) return {}
    return Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => /^[\w.$-]{1,64}$/.test(name))
        .map(([name, value]) => [name, cleanValue(value, depth)]),
    )
  }
  try {
    return cleanObject(schema, 0)
  } catch (error) {
    if (error === tooMuch) return undefined
    throw error
  }
}
