import { draftLimits } from '@parley/contracts/messages/drafts'

/** Where a person writes a draft: a channel that they can read, and there perhaps a thread. */
export interface DraftPlace {
  /** False where the parent that was given is not a message of the channel. */
  hasParent: boolean
  hasDraft: boolean
  /** How many the person has in the workspace. */
  drafts: number
}

export type DraftOutcome = 'kept' | 'dropped' | 'not_found' | 'no_parent' | 'no_file' | 'full'

/** Decides what becomes of a draft: of one without text and files nothing is left. */
export function decideDraft(
  place: DraftPlace | undefined,
  { content, fileIds }: { content: string; fileIds: string[] },
  unclaimable: number | null,
): DraftOutcome {
  if (!place) return 'not_found'
  if (!place.hasParent) return 'no_parent'
  if (unclaimable !== null) return 'no_file'
  if (content === '' && fileIds.length === 0) return 'dropped'
  return !place.hasDraft && place.drafts >= draftLimits.perPerson ? 'full' : 'kept'
}
