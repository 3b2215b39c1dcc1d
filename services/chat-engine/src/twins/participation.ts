import type { ParticipationMode } from '@parley/contracts/channels/channel'
import { foldHandle } from '@parley/text/handle-fold'
import { findCandidates } from '@parley/text/mentions'

/** A twin that is assigned to a channel. */
export interface AssignedTwin {
  twinId: string
  /** As `foldHandle` makes it. */
  handleKey: string
  mode: ParticipationMode
}

/** A message of a person's, and what it stands below. */
export interface Said {
  content: string
  /** The handles that mention people, as the message's metadata has them. */
  mentionedPeople: readonly string[]
  /** The twin that wrote the thread's root, and the one that wrote last in the thread, where a twin did. */
  rootTwinId: string | null
  previousTwinId: string | null
}

/** A twin that answers, and whether it was asked to. */
export interface Answering {
  twinId: string
  isAsked: boolean
}

/**
 * The twins that answer a message: those that are active; and those on demand that are mentioned, whose message is the
 * thread's root, or who wrote last in the thread, unless the message turns to somebody else there.
 */
export function answeringTwins(twins: readonly AssignedTwin[], said: Said): Answering[] {
  const mentioned = mentionedTwins(twins, said)
  const turnsAway = mentioned.size > 0 || said.mentionedPeople.length > 0
  const isRepliedTo = (twinId: string) => !turnsAway && (said.rootTwinId === twinId || said.previousTwinId === twinId)
  return twins.flatMap(({ twinId, mode }) => {
    if (mode === 'passive') return []
    const isAsked = mentioned.has(twinId) || isRepliedTo(twinId)
    return isAsked || mode === 'active' ? [{ twinId, isAsked }] : []
  })
}

/** The twins that a text mentions: of several handles at one place, the longest that names a person or twin counts. */
export function mentionedTwins(
  twins: readonly Pick<AssignedTwin, 'twinId' | 'handleKey'>[],
  { content, mentionedPeople }: Pick<Said, 'content' | 'mentionedPeople'>,
): Set<string> {
  const people = new Set(mentionedPeople.map(foldHandle))
  const byHandle = new Map(twins.map(({ handleKey, twinId }) => [handleKey, twinId]))
  const longest = new Map<number, string>()
  for (const { position, handle } of findCandidates(content))
    if ((byHandle.has(handle) || people.has(handle)) && handle.length > (longest.get(position)?.length ?? 0))
      longest.set(position, handle)
  return new Set([...longest.values()].flatMap((handle) => byHandle.get(handle) ?? []))
}
