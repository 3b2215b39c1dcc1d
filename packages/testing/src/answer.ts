import type { RawAnswer } from '@parley/client/client'

/** An answer without what differs from one time to the next, to compare with another. */
export interface Answer {
  status: number
  body: unknown
}

/** Blanks request id and time, so that two answers that should be the same can be compared byte for byte. */
export function blanked({ status, body }: Pick<RawAnswer, 'status' | 'body'>): Answer {
  if (typeof body !== 'object' || body === null || !('meta' in body)) return { status, body }
  const meta = { ...(body.meta as Record<string, unknown>) }
  for (const name of ['request_id', 'timestamp']) if (name in meta) meta[name] = '—'
  return { status, body: { ...body, meta } }
}

/** How many answers came with each status. */
export const tally = (answers: { status: number }[]): Record<number, number> =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]))
