import * as z from 'zod'
import type { Block } from './blocks.ts'
import type { Chunk, ChunkOptions } from './chunk.ts'
import type { DocumentReason } from './error.ts'
import type { DocumentContent } from './read-document.ts'

/** What goes before a document's bytes. */
export interface Request {
  name: string
  type?: string
  chunks?: ChunkOptions
  /** CPU time to read for, before what there is must do. */
  cpuMs: number
}

const reasons = [
  'unsupported',
  'mismatch',
  'encrypted',
  'damaged',
  'empty',
  'too_large',
  'too_complex',
  'too_slow',
  'out_of_memory',
] as const satisfies DocumentReason[]

const Text = z.string()
const location = z
  .object({ page: z.int(), slide: z.int(), sheet: Text, row: z.int(), lastRow: z.int() })
  .partial()
  .optional()

const BlockShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.int().min(1).max(6), text: Text, location }),
  z.object({ kind: z.enum(['paragraph', 'list_item', 'code']), text: Text, location }),
  z.object({ kind: z.literal('table'), header: z.array(Text), rows: z.array(z.array(Text)), location }),
]) satisfies z.ZodType<Block>

const ChunkShape = z.object({
  ordinal: z.int(),
  headings: z.array(Text),
  location,
  text: Text,
  overlap: z.int(),
}) satisfies z.ZodType<Chunk>

const Facts = z.object({
  title: Text.max(300).optional(),
  metadata: z.object({
    kind: z.enum(['text', 'markdown', 'csv', 'html', 'pdf', 'docx', 'xlsx', 'pptx']),
    pages: z.int().optional(),
    slides: z.int().optional(),
    sheets: z.int().optional(),
    author: Text.optional(),
    createdAt: Text.optional(),
    language: Text.optional(),
  }),
  characters: z.int().min(0),
  truncated: z.boolean(),
}) satisfies z.ZodType<Omit<DocumentContent, 'blocks'>>

/**
 * What comes back: blocks and chunks in parts, and one of the others at the end. It is checked, since a hostile
 * document may have taken over the process that reads it.
 */
export const Reply = z.discriminatedUnion('type', [
  z.object({ type: z.literal('blocks'), blocks: z.array(BlockShape) }),
  z.object({ type: z.literal('chunks'), chunks: z.array(ChunkShape) }),
  z.object({ type: z.literal('end'), facts: Facts }),
  z.object({
    type: z.literal('error'),
    reason: z.enum(reasons),
    message: Text.max(1_000),
    cause: Text.max(2_000).optional(),
  }),
])
export type Reply = z.infer<typeof Reply>
