import { createHash } from 'node:crypto'

/** Of a text as one side has it: the same text is not written twice. */
export const contentHash = (text: string): Buffer => createHash('sha256').update(text).digest()
