/** What a query may be narrowed by, as the API knows it. */
export const operators = ['from', 'in', 'has', 'before', 'after', 'on'] as const
export type Operator = (typeof operators)[number]

export interface Filter {
  operator: Operator
  value: string
}

/** A query taken apart: what is looked for, and by what it is narrowed. */
export interface Search {
  text: string
  filters: readonly Filter[]
}

export const maxQueryLength = 500

const parts = /"[^"]*"?|([a-z]+):("[^"]*"|[^\s"]+)|[^\s"]+/gi

/** Takes a query apart; what looks like an operator within quotes is text. */
export function parseSearch(query: string): Search {
  const text: string[] = []
  const filters: Filter[] = []
  for (const [part, name, value] of query.matchAll(parts)) {
    const operator = operators.find((each) => each === name?.toLowerCase())
    if (operator && value) filters.push({ operator, value: value.replaceAll('"', '') })
    else text.push(part)
  }
  return { text: text.join(' '), filters }
}

/** The query that `parseSearch` took apart. */
export const formatSearch = ({ text, filters }: Search): string =>
  [...filters.map(({ operator, value }) => `${operator}:${/\s/.test(value) ? `"${value}"` : value}`), text.trim()]
    .filter(Boolean)
    .join(' ')

/** Adds what a text was narrowed by to what was before, each once. */
export const withFilters = (before: readonly Filter[], added: readonly Filter[]): Filter[] => [
  ...before,
  ...added.filter((filter) => !before.some((each) => isSame(each, filter))),
]

const isSame = (a: Filter, b: Filter) => a.operator === b.operator && a.value === b.value
