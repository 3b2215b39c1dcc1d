import { unsentLimits } from '@parley/contracts/messages/files'

/** A channel that somebody can read, as an upload to it asks. */
export interface UploadTarget {
  channelType: string
  isArchived: boolean
}

/** What a person has uploaded and not sent yet. */
export interface Unsent {
  files: number
  bytes: number
}

export type KeepingOutcome = 'kept' | 'not_found' | 'archived' | 'full'

/** Whether nothing more may be uploaded. */
export const isFull = ({ files, bytes }: Unsent): boolean =>
  files >= unsentLimits.maxFiles || bytes >= unsentLimits.maxBytes

/** Whether what was uploaded becomes files of a channel. */
export function decideKeeping(
  target: UploadTarget | undefined,
  unsent: Unsent,
  files: readonly { size: number }[],
): KeepingOutcome {
  if (!target) return 'not_found'
  if (target.isArchived) return 'archived'
  const bytes = files.reduce((sum, { size }) => sum + size, unsent.bytes)
  // A person without unsent files may send whatever one upload has.
  if (unsent.files > 0 && (bytes > unsentLimits.maxBytes || unsent.files + files.length > unsentLimits.maxFiles))
    return 'full'
  return 'kept'
}
