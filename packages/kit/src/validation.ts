import type { ErrorDetail } from '@parley/contracts/errors'
import type * as z from 'zod'
import { maxDetails } from './errors.ts'

type Issue = z.core.$ZodRawIssue

/**
 * Checks what a client has sent. A problem is described in the schema's own sentence, or, where it has none, in the one
 * that all schemas share here.
 *
 * @returns the parsed value, or what is wrong, field by field
 */
export function validate<S extends z.ZodType>(
  schema: S,
  given: unknown,
): { data: z.output<S>; details?: undefined } | { data?: undefined; details: ErrorDetail[] } {
  const parsed = schema.safeParse(given, { error: describe })
  if (parsed.success) return { data: parsed.data }
  return { details: parsed.error.issues.slice(0, maxDetails).flatMap(detailsOf).slice(0, maxDetails) }
}

/** Of a name that a client has made up, so much is repeated to it. */
const maxKeyLength = 100

/** One for each field that is wrong: a schema names those that it does not know together. */
function detailsOf(issue: z.core.$ZodIssue): ErrorDetail[] {
  const { path, message } = issue
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.slice(0, maxDetails).map((key) => [...path, cut(key)]) : [path]
  return paths.map((each) => ({ path: each.join('.'), message }))
}

const cut = (key: string): string =>
  key.length <= maxKeyLength ? key : `${key.slice(0, maxKeyLength)}…`.toWellFormed()

/** For example `Must be a string.`: it follows the field’s name in an answer. */
function describe(issue: Issue): string {
  if (issue.input === undefined) return 'Required.'
  switch (issue.code) {
    case 'invalid_type':
      return `Must be ${typeNames[issue.expected] ?? 'of the documented type'}.`
    case 'invalid_value':
      return issue.values.length === 1
        ? `Must be ${quoted(issue.values[0])}.`
        : `Must be one of ${issue.values.map(quoted).join(', ')}.`
    case 'too_big':
      return atMost(issue)
    case 'too_small':
      return atLeast(issue)
    case 'invalid_format':
      return `Must be ${formatNames[issue.format] ?? 'of the documented form'}.`
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`
    case 'unrecognized_keys':
      return 'Is no documented field.'
    case 'invalid_key':
    case 'invalid_element':
      return 'Must have keys and values of the documented form only.'
    case 'invalid_union':
      return 'Must be of one of the documented forms.'
    default:
      return 'Must be of the documented form.'
  }
}

const typeNames: Partial<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'an array',
}

const formatNames: Partial<Record<string, string>> = {
  guid: 'a UUID',
  uuid: 'a UUID',
  url: 'a URL',
  email: 'an email address',
  datetime: 'a time in ISO 8601, such as 2030-01-31T09:30:00.000Z',
}

const quoted = (value: unknown) => (typeof value === 'string' ? `“${value}”` : String(value))
const number = (value: number | bigint) => value.toLocaleString('en')
const units: Partial<Record<string, [singular: string, plural: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
}

/** `5 characters`, `1 item`; a number alone where it is the value itself that is bounded. */
function sized(origin: string, size: number | bigint): string {
  const unit = units[origin]
  return unit ? `${number(size)} ${unit[Number(size) === 1 ? 0 : 1]}` : number(size)
}

function atMost({ origin, maximum, inclusive = true, exact }: Extract<Issue, { code: 'too_big' }>): string {
  const verb = units[origin] ? 'have' : 'be'
  if (exact) return `Must ${verb} exactly ${sized(origin, maximum)}.`
  return `Must ${verb} ${inclusive ? 'at most' : 'less than'} ${sized(origin, maximum)}.`
}

function atLeast({ origin, minimum, inclusive = true, exact }: Extract<Issue, { code: 'too_small' }>): string {
  const verb = units[origin] ? 'have' : 'be'
  if (exact) return `Must ${verb} exactly ${sized(origin, minimum)}.`
  if (units[origin] && minimum === 1 && inclusive) return 'Must not be empty.'
  return `Must ${verb} ${inclusive ? 'at least' : 'more than'} ${sized(origin, minimum)}.`
}
