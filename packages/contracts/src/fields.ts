import * as z from 'zod'
import { visibleLine } from './text.ts'

/** A moment in an answer: ISO 8601, UTC, milliseconds. */
export const Time = z.iso.datetime({ precision: 3 })

/** `limit` of a list: 1–100, 50 unless the endpoint says otherwise. */
export const Limit = ({ max = 100, fallback = 50 }: { max?: number; fallback?: number } = {}) =>
  z.coerce.number<number | string>().int().min(1).max(max).default(fallback).describe('How many a page has at most.')

/** `offset` of a list. Deep offsets cost what they cost; cursors do not. */
export const Offset = z.coerce
  .number<number | string>()
  .int()
  .min(0)
  .max(10_000_000)
  .default(0)
  .describe('How many come before the page.')

/** A channel's or conversation's `seq` or `rev` as a position to read on from; 0 is before the first. */
export const Position = z.coerce.number<number | string>().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** A boolean in a query string: `true`, `false`, `1` or `0`. */
export const Flag = z.union([z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })])

export const Email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email())
  .transform((email) => email.toLowerCase())

/** A password that is being set: 8–200 characters, any. */
export const NewPassword = z.string().min(8).max(200)

/** A person's or a thing's name: 1–100 characters after trimming, on one line, all of it to be seen. */
export const Name = visibleLine(100)

/** An absolute http(s) address of at most 2,000 characters. */
export const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000)

/** Levels of nesting and bytes of JSON that a free-form object may have. */
export const metadataLimits = { maxDepth: 16, maxBytes: 16_384 } as const

/** What keeps a free-form object from being stored, if anything. */
function problemOf(value: unknown, depth = 1): string | undefined {
  // PostgreSQL writes 1e308 out in full: such numbers would make 16 KiB into megabytes.
  if (typeof value === 'number' && /e/.test(String(value)))
    return 'Numbers must be below 1e21, and not so small as to need an exponent.'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > metadataLimits.maxDepth) return `Must be nested at most ${metadataLimits.maxDepth} levels deep.`
  for (const inner of Object.values(value)) {
    const problem = problemOf(inner, depth + 1)
    if (problem) return problem
  }
  return undefined
}

/** Free-form data that its sender owns: an object of at most 16 KiB as JSON, at most 16 levels deep. */
export const Metadata = z.record(z.string(), z.json()).superRefine((value, context) => {
  const problem =
    new TextEncoder().encode(JSON.stringify(value)).length > metadataLimits.maxBytes
      ? `Must be at most ${metadataLimits.maxBytes} bytes of JSON.`
      : problemOf(value)
  if (problem) context.addIssue(problem)
})

/**
 * For a check that spans fields: it is made even when a single field is at fault, so that an answer names everything
 * that is wrong at once. The check must bear with fields of the wrong type.
 */
export const always = {
  when: ({ value }: { value: unknown }): boolean => typeof value === 'object' && value !== null,
}
