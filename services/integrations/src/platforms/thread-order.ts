import type { HistoryRequest } from './platform.ts'

/** A page's threads in the order in which they are read. */
export function threadsInOrder(threads: readonly string[], { firstThread = 0 }: HistoryRequest): string[] {
  const at = threads.length === 0 ? 0 : firstThread % threads.length
  return [...threads.slice(at), ...threads.slice(0, at)]
}
