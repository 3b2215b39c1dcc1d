import * as z from 'zod'

/** The JSON Schema of a tool’s input, as engines receive it. */
export function inputSchemaOf(schema: z.ZodObject): Record<string, unknown> {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(schema, { io: 'input' })
  return inputSchema
}
