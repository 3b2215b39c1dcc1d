import type { Call } from './call.ts'

type Values = Record<string, unknown>

/**
 * Where the fields of a call's flat input go; fields that it does not know are left out.
 *
 * @throws TypeError for a path parameter that would change the path: missing, empty, `.` or `..`
 */
export function placeFields(
  { operation, path, query = [], body }: Call,
  input: Values,
): { path: string; body: Values | undefined } {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(input[name] ?? '')
    if (value === '' || value === '.' || value === '..')
      throw new TypeError(`${operation}: ${name} cannot be ${JSON.stringify(value)}.`)
    return encodeURIComponent(value)
  })
  return { path: filled + encodeQuery(pick(input, query)), body: body && pick(input, body) }
}

const pick = (input: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(input, name)).map((name) => [name, input[name]]))

/** A query with its question mark; what is undefined or null is left out, and an array repeats its field. */
export function encodeQuery(query: Values = {}): string {
  const search = new URLSearchParams(listed(query).map(([name, value]): [string, string] => [name, String(value)]))
  return search.size > 0 ? `?${search}` : ''
}

/** Fields and files as a browser's form would send them. */
export function formOf(fields: Values): FormData {
  const form = new FormData()
  for (const [name, value] of listed(fields))
    if (value instanceof Blob) form.append(name, value)
    else form.append(name, String(value))
  return form
}

/** Each name with each of its values; what is undefined or null is left out. */
const listed = (fields: Values): [string, unknown][] =>
  Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => each !== undefined && each !== null)
      .map((each): [string, unknown] => [name, each]),
  )
