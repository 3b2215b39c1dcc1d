import * as z from 'zod'
import { Uuid } from '../ids.ts'

const Pixels = z.int().nullable()

/** A file as a message and an upload's answer show it. */
export const Attachment = z
  .object({
    id: Uuid,
    name: z.string(),
    size: z.int().describe('Bytes.'),
    type: z.string().describe('The media type, detected from the bytes.'),
    width: Pixels.describe('Of an image as it is shown, turned upright.'),
    height: Pixels,
    url: z
      .string()
      .describe(
        'Where its bytes are. Signed; it expires: after an hour or so in an answer, where it is the reader’s own and dead as soon as they may not read the channel, or the conversation is deleted; after five minutes in an event, where it works for everyone who received it, and dead as soon as anyone leaves the channel. Read the message again for a fresh one.',
      ),
    thumbnail_url: z.string().nullable().describe('A WebP of at most 480 × 480 pixels, where it is an image.'),
  })
  .meta({ id: 'Attachment' })
export type Attachment = z.infer<typeof Attachment>

/**
 * A file as it is in rows, outbox, jobs, kept answers and answers to services. Its URLs are signed for each reader when it
 * is shown.
 */
export const UnsignedAttachment = Attachment.omit({ url: true, thumbnail_url: true }).extend({
  has_thumbnail: z.boolean(),
})
export type UnsignedAttachment = z.infer<typeof UnsignedAttachment>

/** The files of a message, as they are stored. */
export type StoredFiles = UnsignedAttachment[]

/** Attachments in a handler's answer, which may be unsigned: the service signs them when it answers. */
export type Unsigned<T> = T extends Attachment
  ? T | UnsignedAttachment
  : T extends readonly (infer Each)[]
    ? Unsigned<Each>[]
    : T extends object
      ? { [Name in keyof T]: Unsigned<T[Name]> }
      : T
