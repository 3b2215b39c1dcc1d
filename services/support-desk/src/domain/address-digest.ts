import { createHash } from 'node:crypto'

/** What stands for a mail address, in the form in which addresses are compared, where it is not written down. */
export const digestOfAddress = (address: string): Buffer => createHash('sha256').update(address).digest()
