import * as z from 'zod'
import { Metadata } from '../fields.ts'
import { FileId, TwinId, UserId } from '../ids.ts'
import { showsSomething } from '../text.ts'

/** Characters (code points) that a message may have after trimming; it is stored exactly as sent. */
export const maxContentLength = 40_000
export const maxAttachments = 10

const needsContent = `Must be 1–${maxContentLength} characters after trimming, or empty with attachments.`

/** A message's text, which may be empty where there are attachments. One that shows nothing is empty. */
export const Content = z
  .string()
  .refine(isShortEnough, { message: needsContent })
  .transform((text) => (showsSomething(text) ? text : ''))

/** An astral character counts once, though it is two UTF-16 code units. */
function isShortEnough(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length <= maxContentLength) return true
  if (trimmed.length > 2 * maxContentLength) return false
  let characters = 0
  for (const _ of trimmed) characters++
  return characters <= maxContentLength
}

const ContentType = z
  .string()
  .trim()
  .regex(/^[\w.+/-]{1,50}$/, 'Must be a short identifier such as text.')

const AttachmentList = z
  .array(z.object({ id: FileId }), 'Must be a list of {"id": "…"}, or that as JSON in a string.')
  .max(maxAttachments)

/** Longer than any list of so many ids: JSON inside a string has not been bounded with its body. */
const maxListText = 16_384

/** Files by their ids: `[{"id": "…"}]`, or that as a JSON string. One schema for both, so that it names what is wrong. */
const Attachments = z.preprocess(
  (given: string | z.input<typeof AttachmentList>): unknown => (typeof given === 'string' ? parseJson(given) : given),
  AttachmentList,
)

function parseJson(text: string): unknown {
  if (text.length > maxListText) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The fields of a new message, wherever it is posted. */
export const postBody = {
  content: Content,
  content_type: ContentType.default('text'),
  metadata: Metadata.nullish(),
  attachments: Attachments.nullish().describe(
    `Files uploaded before, by id: at most ${maxAttachments}. The list may also come as JSON in a string.`,
  ),
  user_id: UserId.nullish(),
  ai_twin_id: TwinId.nullish(),
}

/** Refines a whole post body: without text there must be files. */
export function saysSomething(
  { content, attachments }: { content?: unknown; attachments?: unknown },
  context: z.RefinementCtx,
): void {
  const isBlank = typeof content === 'string' && !showsSomething(content)
  // Attachments that cannot be read are at fault themselves.
  const hasFiles = typeof attachments === 'string' || (Array.isArray(attachments) && attachments.length > 0)
  if (isBlank && !hasFiles) context.addIssue({ code: 'custom', path: ['content'], message: needsContent })
}
