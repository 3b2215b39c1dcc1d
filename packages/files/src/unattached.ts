/** What somebody's uploads may come to in a workspace while they are attached to nothing. */
export interface UnattachedLimits {
  maxFiles: number
  maxBytes: number
}

/** Somebody's uploads that are attached to nothing. */
export interface Unattached {
  files: number
  bytes: number
}

/** Whether they may upload nothing more. */
export const isFull = ({ files, bytes }: Unattached, { maxFiles, maxBytes }: UnattachedLimits): boolean =>
  files >= maxFiles || bytes >= maxBytes

/** Whether these may be added to them. Without unattached files, one upload of any allowed size may. */
export function fits(
  unattached: Unattached,
  added: readonly { size: number }[],
  { maxFiles, maxBytes }: UnattachedLimits,
): boolean {
  const bytes = added.reduce((sum, { size }) => sum + size, unattached.bytes)
  return unattached.files === 0 || (bytes <= maxBytes && unattached.files + added.length <= maxFiles)
}
