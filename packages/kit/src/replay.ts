import * as z from 'zod'

/**
 * A stored answer in its endpoint's shape of today: what the shape does not have any more is left out, and so is what the
 * answer lacks or has in a form that does not fit.
 */
export function renderStored(schema: z.ZodType, body: unknown): unknown {
  const exact = schema.safeParse(body)
  return exact.success ? exact.data : lenient(schema).safeParse(body).data
}

/** The same schema with every field of its objects optional. */
function lenient(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) return lenientObject(schema, () => false)
  if (schema instanceof z.ZodArray) return z.array(lenient(schema.element as z.ZodType))
  if (schema instanceof z.ZodNullable) return z.nullable(lenient(schema.unwrap() as z.ZodType))
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return lenient(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodRecord) return z.record(z.string(), lenient(schema.valueType as z.ZodType))
  if (schema instanceof z.ZodUnion) {
    // What fits as it stands comes first; then literals decide between the options, which would all take anything.
    const options = schema.options as z.ZodType[]
    const isLiteral = (field: z.ZodType) => field instanceof z.ZodLiteral
    return z.union([
      ...options,
      ...options.map((each) => (each instanceof z.ZodObject ? lenientObject(each, isLiteral) : lenient(each))),
    ])
  }
  return schema
}

function lenientObject(schema: z.ZodObject, isNeeded: (field: z.ZodType) => boolean): z.ZodType {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
  return z.object(
    Object.fromEntries(
      fields.map(([name, field]) => [name, isNeeded(field) ? field : lenient(field).optional().catch(undefined)]),
    ),
  )
}
