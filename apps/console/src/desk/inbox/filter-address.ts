import type { IdPrefix } from '@parley/contracts/type-id'
import { idFrom } from '../../addresses.ts'
import type { Filter } from '../../store/desk/filter.ts'

/** What an address may filter by; a text that is looked for is beside it. */
type Field = Exclude<keyof Filter, 'search'>

const statuses = ['waiting', 'active', 'closed'] as const
const priorities = ['URGENT', 'HIGH', 'MEDIUM', 'LOW'] as const
/** A status that nothing is filtered by: it says that the view’s own filter was taken away. */
const anyStatus = 'any'

const readFlag = (text: string) => (text === 'true' ? true : text === 'false' ? false : undefined)
const readId = (prefix: IdPrefix) => (text: string) => (idFrom(prefix, text) === undefined ? undefined : text)

/** How each field is read; undefined for what it cannot be. */
const readers: { [F in Field]-?: (text: string) => Filter[F] | undefined } = {
  status: (text) => {
    const known = statuses.filter((status) => text.split(',').includes(status))
    return known.length > 0 ? known : undefined
  },
  mine: readFlag,
  unassigned: readFlag,
  agentId: readId('usr'),
  label: readId('lbl'),
  priority: (text) => priorities.find((priority) => priority === text),
  teamId: readId('team'),
  siteId: readId('sit'),
  breached: readFlag,
  snoozed: readFlag,
}
const fields = Object.keys(readers) as Field[]

/** The filter that somebody chose, as an address has it; undefined where that of the view holds. */
export function filterIn(query: URLSearchParams): Filter | undefined {
  const given = fields.filter((field) => query.has(field))
  if (given.length === 0) return undefined
  const read = given.map((field) => [field, readers[field](query.get(field)!)] as const)
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Filter
}

/** The query of an address with another filter, or with none; what else it has stays. */
export function withFilter(query: URLSearchParams, filter: Filter | undefined): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const field of fields) next.delete(field)
  if (!filter) return next
  next.set('status', filter.status?.join(',') ?? anyStatus)
  for (const field of fields) {
    const value = filter[field]
    if (field !== 'status' && value !== undefined) next.set(field, String(value))
  }
  return next
}
