import { reactionLimits } from '@parley/contracts/messages/changes'
import type { Message, Reaction, Tombstone } from '@parley/contracts/messages/message'
import { maxPins } from '@parley/contracts/messages/pins'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'

type Refused<Why extends string> = { [W in Why]: { outcome: W } }[Why]

export type Edit =
  | { outcome: 'edited' | 'unchanged'; message: Message }
  | Refused<'not_found' | 'forbidden' | 'archived' | 'empty'>

/** Gives a message of the editor's another text; one statement, described where it is defined. */
export async function editMessage(
  db: Db,
  editor: Person,
  id: string,
  { content, handles }: { content: string; handles: string[] },
  trace: Trace,
): Promise<Edit> {
  const { rows } = await sql<Edit>`
    select outcome, message from edit_message(${editor.workspaceId}, ${id}, ${editor.userId}, ${content},
      ${content.trim() === ''}, ${handles}, ${JSON.stringify(trace)})`.execute(db)
  return rows[0]!
}

export type Deletion =
  | { outcome: 'deleted' | 'gone'; tombstone: Tombstone }
  | Refused<'not_found' | 'forbidden' | 'archived'>

/** Deletes a message of the person's own or, as a moderator, anybody's. `gone`: it was deleted before. */
export async function deleteMessage(
  db: Db,
  person: Person,
  id: string,
  asModerator: boolean,
  trace: Trace,
): Promise<Deletion> {
  const { rows } = await sql<Deletion>`
    select outcome, tombstone from delete_message(${person.workspaceId}, ${id}, ${person.userId}, ${asModerator},
      ${JSON.stringify(trace)})`.execute(db)
  return rows[0]!
}

export type Pinning =
  | { outcome: 'done' | 'unchanged'; message: Message }
  | Refused<'not_found' | 'archived' | 'too_many'>

/** Pins a message or takes its pin away; in any channel unless one is named. */
export async function setPin(
  db: Db,
  person: Person,
  { id, channelId, isPinned }: { id: string; channelId?: string | undefined; isPinned: boolean },
  trace: Trace,
): Promise<Pinning> {
  const { rows } = await sql<Pinning>`
    select outcome, message from set_pin(${person.workspaceId}, ${channelId ?? null}, ${id}, ${person.userId},
      ${isPinned}, ${maxPins}, ${JSON.stringify(trace)})`.execute(db)
  return rows[0]!
}

export type Toggle =
  | { outcome: 'added' | 'removed'; reaction: Reaction }
  | Refused<'not_found' | 'archived' | 'too_many'>

/** Gives a message the person's emoji, or takes it away where they had given it. */
export async function toggleReaction(
  db: Db,
  person: Person,
  { id, emoji }: { id: string; emoji: string },
  trace: Trace,
): Promise<Toggle> {
  const { rows } = await sql<Toggle>`
    select outcome, reaction from toggle_reaction(${person.workspaceId}, ${id}, ${person.userId}, ${emoji},
      ${reactionLimits.emoji}, ${reactionLimits.listed}, ${JSON.stringify(trace)})`.execute(db)
  return rows[0]!
}
