import { decodeId } from '@parley/contracts/type-id'

/** A search term: text between spaces or quotes. */
export interface Term {
  text: string
  isQuoted: boolean
}

/** Ids and names of which any will do. */
export interface Names {
  ids: string[]
  names: string[]
}

export interface SearchQuery {
  terms: Term[]
  from?: Names
  in?: Names
  hasFile: boolean
  /** Inclusive; `until` is exclusive. */
  since?: Date
  until?: Date
}

const operators = ['from', 'in', 'has', 'before', 'after', 'on'] as const
type Operator = (typeof operators)[number]

/** A quoted phrase, or text between spaces; an operator's value may be quoted, `from:"Ada Lovelace"`. */
const token = /(?:(?<operator>from|in|has|before|after|on):)?(?:["“”](?<quoted>[^"“”]*)(?:["“”]|$)|(?<plain>\S+))/giu

/**
 * Reads a query. Whatever is not an operator is text.
 * @param me who `@me` is
 * @param now what `today` is measured from
 * @returns the query, or in a sentence why an operator's value cannot be one
 */
export function parseQuery(text: string, me: string, now: Date): SearchQuery | { problem: string } {
  const query: SearchQuery = { terms: [], hasFile: false }
  for (const { groups } of text.matchAll(token)) {
    const { operator: written, quoted, plain } = groups!
    const value = quoted ?? plain!
    if (written === undefined) {
      const bare = quoted === undefined ? operators.find((each) => value.toLowerCase() === `${each}:`) : undefined
      if (bare) return { problem: needs[bare] }
      query.terms.push({ text: value, isQuoted: quoted !== undefined })
      continue
    }
    const operator = operators.find((each) => each === written.toLowerCase())!
    if (!apply(query, operator, value.trim(), me, now)) return { problem: needs[operator] }
  }
  query.terms = distinct(query.terms)
  return query
}

/** Each term once, at its last position: the last term may be the beginning of a word. */
function distinct(terms: readonly Term[]): Term[] {
  const keyOf = ({ text, isQuoted }: Term) => `${isQuoted} ${text}`
  return terms.filter((term, i) => !terms.slice(i + 1).some((later) => keyOf(later) === keyOf(term)))
}

const day = 'a day such as 2026-03-19, a month such as 2026-03, a year, today or yesterday'
const needs: Record<Operator, string> = {
  from: 'from: needs a handle, a name, an id or @me.',
  in: 'in: needs a channel’s name or id.',
  has: 'has: can only be has:file.',
  before: `before: needs ${day}.`,
  after: `after: needs ${day}.`,
  on: `on: needs ${day}.`,
}

/** Adds an operator; false when the value is none that it can have. */
function apply(query: SearchQuery, operator: Operator, value: string, me: string, now: Date): boolean {
  if (operator === 'has') {
    query.hasFile = true
    return /^files?$/i.test(value)
  }
  if (operator === 'from' || operator === 'in') {
    const name = value.replace(operator === 'from' ? /^@/ : /^#/, '')
    if (!name) return false
    query[operator] ??= { ids: [], names: [] }
    const { ids, names } = query[operator]
    if (operator === 'from' && /^@?me$/i.test(value)) ids.push(me)
    const id = decodeId(name, operator === 'from' ? ['usr', 'twin'] : ['ch'])
    if (id) ids.push(id)
    else names.push(operator === 'in' ? name.toLowerCase() : name)
    return true
  }
  const span = spanOf(value, now)
  if (!span) return false
  const since = operator === 'after' ? span.end : operator === 'on' ? span.start : undefined
  const until = operator === 'before' ? span.start : operator === 'on' ? span.end : undefined
  if (since && !(query.since && query.since > since)) query.since = since
  if (until && !(query.until && query.until < until)) query.until = until
  return true
}

const dayMs = 86_400_000
const date = /^(?<year>\d{4})(?:-(?<month>\d{2})(?:-(?<day>\d{2}))?)?$/

/** A day, month or year in UTC, from its start to the next one's; undefined when there is none such. */
function spanOf(text: string, now: Date): { start: Date; end: Date } | undefined {
  const daysAgo = { today: 0, yesterday: 1 }[text.toLowerCase()]
  if (daysAgo !== undefined) {
    const start = Math.floor(now.getTime() / dayMs) * dayMs - daysAgo * dayMs
    return { start: new Date(start), end: new Date(start + dayMs) }
  }
  const found = date.exec(text)?.groups
  if (!found) return undefined
  const [year, month, day] = [found.year, found.month, found.day].map((part) =>
    part === undefined ? undefined : Number(part),
  )
  // PostgreSQL and ISO 8601 write years beyond this differently.
  if (!year || year >= 9_999) return undefined
  const start = utc(year, month ?? 1, day ?? 1)
  if (start.getUTCMonth() + 1 !== (month ?? 1) || start.getUTCDate() !== (day ?? 1)) return undefined
  const end = day ? utc(year, month!, day + 1) : month ? utc(year, month + 1, 1) : utc(year + 1, 1, 1)
  return { start, end }
}

/** Unlike Date.UTC, which maps the years 0 to 99 to the twentieth century. */
function utc(year: number, month: number, day: number): Date {
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  return time
}
