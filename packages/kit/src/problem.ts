/** An error that the person at the terminal can act on; commands print its message alone, without a stack trace. */
export class Problem extends Error {
  override name = 'Problem'
}

/** One sentence for any error that ends a command; see `Problem`. */
export function explain(error: unknown): string {
  if (error instanceof Problem) return error.message
  const { code, path, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `The disk${path ? ` that holds ${path}` : ''} is full; free some space and start again.`
  if (code === 'EROFS')
    return `${path ?? 'The data folder'} is on a read-only disk; set PARLEY_DATA to a writable folder.`
  if ((code === 'EACCES' || code === 'EPERM') && path)
    return `This user may not use ${path}; fix its permissions or set PARLEY_DATA to another folder.`
  return (message ?? String(error)).split('\n')[0]!
}
