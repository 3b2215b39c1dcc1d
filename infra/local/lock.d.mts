/**
 * Takes the lock file at `path` for this process. A lock whose holder has ended, or whose pid now belongs to
 * another process, is taken over.
 */
export function tryLock(path: string): { held: true; release: () => void } | { held: false; pid: number }
