import * as z from 'zod'
import { Json } from './fields.ts'

/** The team dialect's success of one thing: `{success, data, meta}`. */
export const envelope = <T extends z.ZodType>(data: T) =>
  z.object({ success: z.literal(true), data, meta: z.record(z.string(), Json) })

/** The team dialect's page of a list by offset; cursors travel in the same `meta`. */
export const PageMeta = z.object({
  total: z.int(),
  page: z.int(),
  limit: z.int(),
  offset: z.int(),
})
