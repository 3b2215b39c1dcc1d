import { unattachedLimits } from '@parley/contracts/messages/files'

/** A channel that somebody can read, as an upload to it asks. */
export interface UploadTarget {
  channelType: string
  isArchived: boolean
}

/** A person's uploads that are attached to no message. */
export interface UnattachedUploads {
  files: number
  bytes: number
}

export type SavingOutcome = 'kept' | 'not_found' | 'archived' | 'full'

/** Whether the person may upload nothing more. */
export const isFull = ({ files, bytes }: UnattachedUploads): boolean =>
  files >= unattachedLimits.maxFiles || bytes >= unattachedLimits.maxBytes

/** Decides whether uploaded files are saved in a channel. */
export function decideSaving(
  target: UploadTarget | undefined,
  unattached: UnattachedUploads,
  files: readonly { size: number }[],
): SavingOutcome {
  if (!target) return 'not_found'
  if (target.isArchived) return 'archived'
  const bytes = files.reduce((sum, { size }) => sum + size, unattached.bytes)
  // Without unattached files, one upload of any allowed size is accepted.
  if (
    unattached.files > 0 &&
    (bytes > unattachedLimits.maxBytes || unattached.files + files.length > unattachedLimits.maxFiles)
  )
    return 'full'
  return 'kept'
}
