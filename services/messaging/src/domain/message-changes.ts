import type { Message } from '@parley/contracts/messages/message'

/** Where a change comes from that a service makes. */
export interface Source {
  origin: string | null
  hops: number
}

/** A message whose channel is locked, and what whoever locked it, its actor, may do there. */
export interface LockedMessage {
  workspaceId: string
  id: string
  channelId: string
  seq: number
  parentId: string | null
  /** Null when a twin or a bridged person wrote it. */
  userId: string | null
  /** A user's or twin's id, or one that stands for a bridged author: the same for the same author. */
  authorId: string
  actorId: string
  content: string
  metadata: MessageMetadata
  reactions: ReactionSummary[]
  hasAttachments: boolean
  isArchived: boolean
  isModerator: boolean
  isDeleted: boolean
  isImported: boolean
  source: Source | undefined
  /** When it changes, if it does. */
  at: string
}

/** Only the platform writes `mentions`; see `ownMetadata`. */
export type MessageMetadata = Message['metadata'] & { mentions?: Mention[] }

export type Mention = { type: 'user'; user_id: string; handle: string } | { type: 'channel' | 'here'; handle: string }

export type ReactionSummary = Message['reactions'][number]

/** One kind of refusal each, so that types distinguish what is not refused. */
export type Refused<Why extends string> = Why extends string ? { outcome: Why } : never

export type EditOutcome = 'edited' | 'unchanged' | 'not_found' | 'forbidden' | 'archived' | 'empty'

/** Decides an edit: the author alone may. `content` is '' where it shows nothing. */
export function decideEdit(message: LockedMessage, content: string): EditOutcome {
  if (message.isDeleted) return 'not_found'
  if (message.authorId !== message.actorId) return 'forbidden'
  if (message.isArchived) return 'archived'
  if (content === '' && !message.hasAttachments) return 'empty'
  return message.content === content ? 'unchanged' : 'edited'
}

export type DeletionOutcome = 'deleted' | 'gone' | 'not_found' | 'forbidden' | 'archived'

/** `gone`: it is deleted already, and they could have deleted it; others get the same answer as for no message. */
export function decideDeletion(message: LockedMessage, asModerator: boolean): DeletionOutcome {
  const mayDelete = message.authorId === message.actorId || (asModerator && message.isModerator)
  if (!mayDelete) return message.isDeleted ? 'not_found' : 'forbidden'
  if (message.isDeleted) return 'gone'
  return message.isArchived ? 'archived' : 'deleted'
}

export type PinOutcome = 'done' | 'unchanged' | 'not_found' | 'archived' | 'too_many'

/** Decides a pin or unpin; `pins` are the channel's. */
export function decidePin(
  message: LockedMessage,
  isPinned: boolean,
  { pins, maxPins }: { pins: number; maxPins: number },
): PinOutcome {
  if (message.isDeleted) return 'not_found'
  if (message.isArchived) return 'archived'
  if (isPinned === (message.metadata.pinned === true)) return 'unchanged'
  return isPinned && pins >= maxPins ? 'too_many' : 'done'
}

/** A message's metadata with a pin by its actor, or without one. */
export function pinnedMetadata({ metadata, actorId, at }: LockedMessage, isPinned: boolean): Message['metadata'] {
  const { pinned: _, pinned_by, pinned_at, ...others } = metadata
  return isPinned ? { ...others, pinned: true, pinned_by: actorId, pinned_at: at } : others
}

export type ReactionOutcome = 'added' | 'removed' | 'unchanged' | 'not_found' | 'archived' | 'too_many'

/** Decides a reaction, by whether the actor had given the emoji; toggles it unless they want it there, or gone. */
export function decideReaction(
  message: LockedMessage,
  emoji: string,
  { hasGiven, wanted = !hasGiven, maxEmoji }: { hasGiven: boolean; wanted?: boolean | undefined; maxEmoji: number },
): ReactionOutcome {
  if (message.isDeleted) return 'not_found'
  if (message.isArchived) return 'archived'
  if (wanted === hasGiven) return 'unchanged'
  if (hasGiven) return 'removed'
  const isNew = !message.reactions.some((each) => each.emoji === emoji)
  return isNew && message.reactions.length >= maxEmoji ? 'too_many' : 'added'
}

/** Selectors only choose between a coloured and a plain glyph, and `:fire:` is `fire`: people see the same. */
const keyOf = (emoji: string): string =>
  emoji
    .replaceAll(/[\uFE0E\uFE0F]|^:|:$/g, '')
    .normalize('NFC')
    .toLowerCase()

/** An emoji as the message shows it already, which is as the first person wrote it. */
export function shownEmoji({ reactions }: LockedMessage, emoji: string): string {
  const key = keyOf(emoji)
  return reactions.find((each) => keyOf(each.emoji) === key)?.emoji ?? emoji
}

/** A message's reactions after a toggle. An emoji keeps its place among the others; a new one comes last. */
export function summedReactions(
  reactions: ReactionSummary[],
  { emoji, change, userIds }: { emoji: string; change: 1 | -1; userIds: string[] },
): ReactionSummary[] {
  const count = (reactions.find((each) => each.emoji === emoji)?.count ?? 0) + change
  const summary = { emoji, count, user_ids: userIds }
  const summed = reactions.some((each) => each.emoji === emoji)
    ? reactions.map((each) => (each.emoji === emoji ? summary : each))
    : [...reactions, summary]
  return summed.filter((each) => each.count > 0)
}
