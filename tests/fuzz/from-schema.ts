import { anyText } from '@parley/testing/any-text'
import fc from 'fast-check'
import * as z from 'zod'

type JsonSchema = z.core.JSONSchema.JSONSchema

/**
 * Values that a schema accepts, or nearly: rules written in code (refinements, ids) are not followed.
 *
 * @param ids existing ids, given to every field that takes one
 */
export function fieldsOf(schema: z.ZodObject, ids: readonly string[]): Record<string, fc.Arbitrary<unknown>> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, arbitraryOf(property as JsonSchema, name, ids)]),
  )
}

/** Not fast-check's own, which makes the table that `anyText` avoids. */
const webUrl = fc
  .tuple(fc.constantFrom('http', 'https'), fc.domain(), fc.array(anyText(10).map(encodeURIComponent), { maxLength: 5 }))
  .map(([scheme, host, path]) => `${scheme}://${host}${path.map((segment) => `/${segment}`).join('')}`)

const idField = /(^|_)(id|ids|before|after)$|Id$/

function arbitraryOf(schema: JsonSchema, name: string, ids: readonly string[]): fc.Arbitrary<unknown> {
  const inner = (each: unknown) => arbitraryOf(each as JsonSchema, name, ids)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return fc.oneof(...alternatives.map(inner))
  switch (schema.type) {
    case 'string':
      if (idField.test(name)) return fc.constantFrom(...ids)
      if (schema.format === 'email' || (schema.format as string) === 'idn-email') return fc.emailAddress()
      if (schema.format === 'uri') return webUrl
      if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
      if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern, 'u'))
      return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 200, 2_000) })
    case 'integer':
      return fc.maxSafeInteger().map((number) => clamp(number, schema))
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => clamp(number, schema))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 20),
      })
    case 'object':
      if (!schema.properties) return fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 3 }))
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties).map(([key, each]) => [key, arbitraryOf(each as JsonSchema, key, ids)]),
        ),
        { requiredKeys: schema.required ?? [] },
      )
    default:
      return fc.jsonValue({ maxDepth: 3 })
  }
}

function clamp(number: number, { minimum, maximum }: JsonSchema): number {
  if (minimum !== undefined && number < minimum) return minimum
  if (maximum !== undefined && number > maximum) return maximum
  return number
}
