import * as z from 'zod'
import { visibleLine } from './text.ts'

/** A time in an answer: ISO 8601, UTC, milliseconds. */
export const Time = z.iso.datetime({ precision: 3 })

/** A time in a request: ISO 8601 with `Z` or an offset, from 1970 on. */
export const GivenTime = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine((text) => !(Date.parse(text) < 0), 'Must not be before 1970.')

/** A whole number in plain decimal digits; JavaScript reads numbers out of much else, such as `0x10`, `1e1` and ``. */
const plainInteger = /^(?:0|-?[1-9]\d{0,15})$/

const notAnInteger = 'Must be a whole number, in decimal digits.'

/**
 * A whole number in a query or path: decimal digits and nothing else. Whatever a request carries as text is read by
 * this, never by `z.coerce`.
 */
export const Integer = ({ min, max }: { min: number; max: number }) =>
  z.preprocess(
    (given: number | string) => (typeof given === 'string' && plainInteger.test(given) ? Number(given) : given),
    z
      .int({ error: ({ code }) => (code === 'invalid_type' ? notAnInteger : undefined) })
      .min(min)
      .max(max),
  )

/** `limit` of a list: 1–100, 50 unless the endpoint says otherwise. */
export const Limit = ({ max = 100, fallback = 50 }: { max?: number; fallback?: number } = {}) =>
  Integer({ min: 1, max }).default(fallback).describe('How many a page has at most.')

/** `offset` of a list. Deep offsets cost what they cost; cursors do not. */
export const Offset = Integer({ min: 0, max: 10_000_000 }).default(0).describe('How many come before the page.')

/** A channel's or conversation's `seq` or `rev` as a position to read on from; 0 is before the first. */
export const Position = Integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

/** A boolean in a query string: `true`, `false`, `1` or `0`, as they are written here. */
export const Flag = z.union(
  [z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'], case: 'sensitive' })],
  'Must be true or false.',
)

/** Longer than any list that is given as text: JSON inside a string has not been bounded with its body. */
const maxJsonText = 32_768

/** What a schema takes, or that as JSON in a string. One schema for both, so that it names what is wrong. */
export const orJsonText = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given: string | z.input<S>): unknown => (typeof given === 'string' ? parseJson(given) : given), schema)

function parseJson(text: string): unknown {
  if (text.length > maxJsonText) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Any JSON. What comes out of a parsed body or a `jsonb` column is nothing else, so it is not looked at again. */
export const Json: z.ZodType<z.core.util.JSONType> = z.any()

/** A password that is being set: 8–200 characters, any. */
export const NewPassword = z.string().min(8).max(200)

/** A person's or a thing's name: 1–100 characters after trimming, on one line, all of it to be seen. */
export const Name = visibleLine(100)

/** The languages that people and visitors are spoken to in. */
export const Language = z.enum(['en', 'tr', 'de', 'es'])
export type Language = z.infer<typeof Language>

/** An IANA time zone in a request. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'Must be an IANA time zone, such as Europe/Istanbul.')

/** `Intl` takes offsets too, which know nothing of summer time. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/** As RFC 3986 has it, but for quotes; with a host in ASCII, and without user and password. */
const httpUrl =
  /^https?:\/\/(?:[a-z\d\-._]+|\[[\da-f:.]+\])(?::\d+)?(?:[/?#](?:[\w\-.~:/?#[\]@!$&()*+,;=]|%[\da-f]{2})*)?$/i

/** An absolute http(s) address of at most 2,000 characters, percent-encoded where it must be, its host as punycode. */
export const HttpUrl = z
  .string()
  .max(2000)
  .refine(
    (text) => httpUrl.test(text) && URL.canParse(text),
    'Must be an http(s) URL without user and password, percent-encoded, its host in ASCII (punycode).',
  )
  .meta({ format: 'uri' })

/** Levels of nesting and bytes of JSON that a free-form object may have. */
export const metadataLimits = { maxDepth: 16, maxBytes: 16_384 } as const

/** PostgreSQL writes 1e308 out in full: such numbers would make 16 KiB into megabytes. */
const needsExponent = (number: number): boolean => {
  const size = Math.abs(number)
  return size >= 1e21 || (size > 0 && size < 1e-6)
}

/** What keeps a free-form object from being stored, if anything. */
function problemOf(value: unknown, depth = 1): string | undefined {
  if (typeof value === 'number' && needsExponent(value))
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
export const Metadata = z.record(z.string(), Json).superRefine((value, context) => {
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

/** The body of an answer that redirects: `responses: { 303: NoBody }`. */
export const NoBody = z.void()
