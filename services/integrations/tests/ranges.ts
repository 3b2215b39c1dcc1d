import { Readable } from 'node:stream'
import type { OpenRange } from '../src/archives/random-access.ts'

/** Bytes in memory as the file storage has them. */
export const bytesIn =
  (bytes: Uint8Array): OpenRange =>
  async ({ start, end }) =>
    Readable.from([Buffer.from(bytes.subarray(start, end + 1))])

export async function collected<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}
