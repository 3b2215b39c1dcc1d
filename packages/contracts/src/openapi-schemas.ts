import * as z from 'zod'

/** A piece of the document. */
export type Json = { [key: string]: unknown }

/** Whether a schema is of what goes in (defaults are optional, ids in either form) or of what comes out. */
type Direction = 'input' | 'output'

/** Leaves out what says nothing to a reader: the patterns of formats, and the bounds that any integer has. */
function tidy(schema: Json, direction: Direction): void {
  if (schema.format === 'date-time' || schema.format === 'uuid') delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  // Answers may gain fields; a client that refuses them would break.
  if (direction === 'output' && schema.additionalProperties === false) delete schema.additionalProperties
}

/** zod's name for a schema that refers to itself and has no id: `z.json()`, the only such schema in the contracts. */
const isAnyJson = (id: string) => /^__schema\d+$/.test(id)

/** Turns zod schemas into JSON Schema; those that carry an id are kept once, as the document's components. */
export function createSchemas() {
  const components: Record<string, Json> = {}

  /** The component's name, which differs by direction only where the schemas do. */
  function keep(name: string, schema: Json, direction: Direction): string {
    const text = JSON.stringify(schema)
    const known = components[name]
    if (known === undefined) components[name] = schema
    else if (JSON.stringify(known) !== text) {
      const other = `${name}${direction === 'input' ? 'Input' : 'Output'}`
      components[other] ??= schema
      return other
    }
    return name
  }

  return {
    components,

    of(schema: z.ZodType, direction: Direction): Json {
      const {
        $schema: _,
        $defs = {},
        ...root
      } = z.toJSONSchema(schema, {
        io: direction,
        unrepresentable: 'any',
        override: ({ jsonSchema }) => tidy(jsonSchema as Json, direction),
      }) as Json & { $defs?: Record<string, Json> }
      // A component's own references must carry their final names before it is compared with another of its id.
      const names = new Map(Object.keys($defs).map((id) => [id, id]))
      for (const [id, definition] of Object.entries($defs))
        if (!isAnyJson(id)) names.set(id, keep(id, renamed(definition, names) as Json, direction))
      return renamed(root, names) as Json
    },
  }
}

export type Schemas = ReturnType<typeof createSchemas>

const localRef = '#/$defs/'

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key !== '$ref' || typeof inner !== 'string' || !inner.startsWith(localRef))
        return [[key, renamed(inner, names)]]
      const id = inner.slice(localRef.length)
      // Without the reference the schema is empty, which allows any JSON too. From a `Json` that refers to itself
      // openapi-typescript makes a circular type, which TypeScript refuses.
      return isAnyJson(id) ? [] : [[key, `#/components/schemas/${names.get(id)}`]]
    }),
  )
}
