import { unattachedLimits } from '@parley/contracts/messages/files'

/** A channel that somebody can read, as an upload to it asks. */
export interface UploadTarget {
  channelType: string
  isArchived: boolean
}

/** What a person has uploaded and not sent yet. */
export interface UnattachedUploads {
  files: number
  bytes: number
}

export type SavingOutcome = 'kept' | 'not_found' | 'archived' | 'full'

/** Whether nothing more may be uploaded. */
export const isFull = ({ files, bytes }: UnattachedUploads): boolean =>
  files >= unattachedLimits.maxFiles || bytes >= unattachedLimits.maxBytes

/** Whether what was uploaded becomes files of a channel. */
export function decideSaving(
  target: UploadTarget | undefined,
  unattached: UnattachedUploads,
  files: readonly { size: number }[],
): SavingOutcome {
  if (!target) return 'not_found'
  if (target.isArchived) return 'archived'
  const bytes = files.reduce((sum, { size }) => sum + size, unattached.bytes)
  // A person without unattached files may send whatever one upload has.
  if (
    unattached.files > 0 &&
    (bytes > unattachedLimits.maxBytes || unattached.files + files.length > unattachedLimits.maxFiles)
  )
    return 'full'
  return 'kept'
}
