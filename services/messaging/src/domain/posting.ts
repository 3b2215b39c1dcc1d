import type { Message } from '@parley/contracts/messages/message'

/** Where a message is posted: in a channel, perhaps as a reply there, or as a reply wherever its parent is. */
export type Target = { channelId: string; parentId?: string | undefined } | { parentId: string }

type Refusal = 'not_found' | 'forbidden' | 'no_twin' | 'archived' | 'no_parent'

/** Why a message was not posted. */
export type PostRefusal =
  | { [R in Refusal]: { outcome: R } }[Refusal]
  /** `index` is that of the first of `fileIds` that is not the author's own unattached upload to the channel. */
  | { outcome: 'no_file'; index: number }

export type Insertion = { outcome: 'posted'; message: Message; joined: boolean } | PostRefusal
