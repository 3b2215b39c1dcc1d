/** The team dialect's success of one thing. */
export const succeeded = <T>(data: T) => ({ success: true as const, data, meta: {} })
