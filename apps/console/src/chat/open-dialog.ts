import { Value } from '../store/value.ts'

/** What can be opened from anywhere in the workspace. */
export type ChatDialog =
  | { name: 'jump' | 'create channel' | 'new direct' | 'keys' | 'new section' | 'sign out' }
  | { name: 'leave' | 'archive' | 'delete' | 'section of' | 'date' | 'save'; channelId: string }
  /** Of what came behind a message, or of what came last. */
  | { name: 'summary'; channelId: string; sinceId: string | undefined }
  | { name: 'rename section'; sectionId: string }

/** The one that is open. */
export const openedDialog = new Value<ChatDialog | undefined>(undefined)

export const openDialog = (dialog: ChatDialog): void => openedDialog.set(dialog)
export const closeDialog = (): void => openedDialog.set(undefined)

export interface ChatDialogProps {
  dialog: ChatDialog
  onClose: () => void
}
