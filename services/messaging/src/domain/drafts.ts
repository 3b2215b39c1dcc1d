import { draftLimits } from '@parley/contracts/messages/drafts'

/** A person's draft in a channel that they can read, or in one of its threads, as it is before the change. */
export interface DraftState {
  /** False where the parent that was given is not a message of the channel. */
  hasParent: boolean
  hasDraft: boolean
  /** How many the person has in the workspace. */
  drafts: number
}

export type DraftOutcome = 'kept' | 'dropped' | 'not_found' | 'no_parent' | 'no_file' | 'full'

/** Decides what becomes of a draft; one without text and files is dropped. */
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
