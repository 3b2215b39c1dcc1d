import { maxPageBytes } from '@parley/contracts/messages/message'
import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * What is shown of a row while the rows before it have less than a page's bytes, and null from there on, where it is not
 * evaluated. The first is always shown.
 *
 * @param order the page's own, as `order by` has it: rows that an index gives in it are not sorted
 */
export const withinPage = <T>(
  shown: Expression<T>,
  bytes: Expression<number>,
  order: Expression<unknown>,
  maxBytes = maxPageBytes,
): RawBuilder<T | null> => sql`case when ${bytesBefore(bytes, order)} < ${maxBytes} then ${shown} end`

/** How many bytes the rows before a row have. */
export const bytesBefore = (bytes: Expression<number>, order: Expression<unknown>): RawBuilder<number> =>
  sql`sum(${bytes}) over (order by ${order} rows unbounded preceding) - ${bytes}`

/** An expression in a direction, for `order by`. */
export const ordered = (by: Expression<unknown>, direction: 'asc' | 'desc'): RawBuilder<unknown> =>
  sql`${by} ${sql.raw(direction)}`

/** The cursor of a page of a list that is ordered by message id, newest first. */
export interface Cursor {
  before?: string | undefined
  after?: string | undefined
}

export interface Page extends Cursor {
  limit: number
}

/** The direction in which a page is read from its cursor. */
export const directionOf = ({ after }: Cursor) => (after === undefined ? 'desc' : 'asc')

/** Whether an id lies beyond a cursor. */
export function isBeyond({ before, after }: Cursor, id: Expression<string>): Expression<SqlBool> {
  const eb = expressionBuilder()
  if (before !== undefined) return eb(id, '<', before)
  return after === undefined ? eb.lit(true) : eb(id, '>', after)
}

/**
 * The page's resources, of rows of which one more than `limit` was read, and whether there are more: beyond the limit, or
 * of those that its bytes have no room for. An outer join may have left a row without any.
 */
export function cutPage<T>(
  rows: readonly { resource: T | null }[],
  limit: number,
  isReversed: boolean,
): { page: T[]; hasMore: boolean } {
  const page = rows.slice(0, limit).flatMap(({ resource }) => resource ?? [])
  const isAny = rows.length > 0 && rows[0]!.resource !== null
  return { page: isReversed ? page.reverse() : page, hasMore: isAny && rows.length > page.length }
}
