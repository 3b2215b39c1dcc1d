/** Milliseconds since 1970, to the microsecond: the same for all processes of a machine. */
export const clock = (): number => performance.timeOrigin + performance.now()
