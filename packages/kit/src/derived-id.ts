import { createHash } from 'node:crypto'

/** The UUID `md5(text)::uuid` of PostgreSQL: the same wherever it is derived. */
export const derivedId = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
