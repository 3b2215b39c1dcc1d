/** The team dialect's success of one thing. */
export const succeeded = <T>(data: T) => ({ success: true as const, data, meta: {} })

/** The `meta` of a page of a list by offset. */
export const pageMeta = (total: number, { limit, offset }: { limit: number; offset: number }) => ({
  total,
  page: Math.floor(offset / limit) + 1,
  limit,
  offset,
})
