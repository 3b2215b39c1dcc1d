import * as z from 'zod'

/** A password offered at sign-in. Six is the documented minimum; nothing shorter was ever set. */
export const Password = z.string().min(6).max(200)
