import { statSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Bytes in a file, 0 when there is none. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** What was appended to a log since it was `start` bytes long, at most the last 64 KiB of it. */
export async function readFrom(file: string, start: number): Promise<string> {
  const size = sizeOf(file)
  const from = Math.max(start <= size ? start : 0, size - 65_536)
  if (size === from) return ''
  await using handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
  return buffer.toString('utf8', 0, bytesRead)
}
