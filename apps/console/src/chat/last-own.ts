import type { Place } from '../store/windows.ts'
import type { WorkspaceStore } from '../store/workspace.ts'
import type { Editing } from './message/use-channel-view.ts'

/** The message that somebody wrote last in a place, if it is in sight: what ↑ edits. */
export function lastOwnOf({ windows, messages, me }: WorkspaceStore, place: Place): Editing | undefined {
  const messageId = windows.get(place)?.ids.findLast((id) => messages.get(id)?.user_id === me.uuid)
  return messageId === undefined ? undefined : { messageId, isInThread: place.threadId !== undefined }
}
