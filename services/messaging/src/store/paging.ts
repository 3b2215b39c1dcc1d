import { type Expression, expressionBuilder, type SqlBool } from 'kysely'

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

/** Cuts rows, of which one more than `limit` was read, to the page, newest first. */
export function cutPage<T>(rows: T[], { limit, after }: Page): { rows: T[]; hasMore: boolean } {
  const page = rows.slice(0, limit)
  return { rows: after === undefined ? page : page.reverse(), hasMore: rows.length > limit }
}
