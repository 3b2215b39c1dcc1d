import { draftLimits } from '@parley/contracts/messages/drafts'

/** Where a person writes a draft: a channel that they can read, and there perhaps a thread. */
export interface DraftState {
  /** False where the parent that was given is not a message of the channel. */
  hasParent: boolean
  hasDraft: boolean
  /** How many the person has in the workspace. */
  drafts: number
}

export type DraftOutcome = 'kept' | 'dropped' | 'not_found' | 'no_parent' | 'no_file' | 'full'

/** Decides what becomes of a draft: of one without text and files nothing is left. */
export function decideDraft(
  state: DraftState | undefined,
  { content, fileIds }: { content: string; fileIds: string[] },
  unattachable: number | null,
): DraftOutcome {
  if (!state) return 'not_found'
  if (!state.hasParent) return 'no_parent'
  if (unattachable !== null) return 'no_file'
  if (content === '' && fileIds.length === 0) return 'dropped'
  return !state.hasDraft && state.drafts >= draftLimits.perPerson ? 'full' : 'kept'
}
