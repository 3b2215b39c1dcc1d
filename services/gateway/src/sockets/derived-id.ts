import { createHash } from 'node:crypto'

/** A UUID that follows from a text, as `md5(text)::uuid` does in PostgreSQL: whoever derives it has the same. */
export const derivedId = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
