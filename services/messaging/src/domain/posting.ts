import type { PostBody, StoredMessage } from '@parley/contracts/messages/message'
import type { Candidate } from '@parley/text/mentions'

/** Where a message is posted: in a channel, perhaps as a reply there, or as a reply wherever its parent is. */
export type Target = { channelId: string; parentId?: string | undefined } | { parentId: string }

/**
 * What is posted, as `post_message` takes it and a scheduled message keeps it: whatever a body sets, under its own name.
 * The parent and files are not in it.
 */
export type Post = Omit<PostBody, 'user_id' | 'attachments' | 'metadata'> & {
  metadata: NonNullable<PostBody['metadata']>
  /** Handles that the text may mention; see `findCandidates`. */
  mention_candidates: Candidate[]
}

/** A post after a change that leaves out what stays. */
export const changedPost = (post: Post, change: Partial<Post>): Post => ({
  ...post,
  ...change,
  content: change.content ?? post.content,
  content_type: change.content_type ?? post.content_type,
  metadata: change.metadata ?? post.metadata,
  mention_candidates: change.mention_candidates ?? post.mention_candidates,
})

type Refusal = 'not_found' | 'forbidden' | 'no_twin' | 'archived' | 'no_parent'

/** Why a message was not posted. */
export type PostRefusal =
  | { [R in Refusal]: { outcome: R } }[Refusal]
  /** `index` is that of the first of `fileIds` that is not the author's own unattached upload to the channel. */
  | { outcome: 'no_file'; index: number }

export type Insertion = { outcome: 'posted'; message: StoredMessage; joined: boolean } | PostRefusal
