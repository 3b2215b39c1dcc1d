import type { ImportProblem } from '@parley/contracts/imports/import'
import type { ImportedMessage } from '@parley/contracts/messages/writing'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { importMessages } from '../store/messages.ts'
import type { PlacedChannel } from './channels-of-part.ts'

/** What became of a channel's messages of a page. */
export interface Stored {
  imported: number
  alreadyHere: number
  /** As they are stored. */
  messages: ImportedMessage[]
  /** Of all that is here, where the ids were asked for. */
  ids: ReadonlyMap<string, string>
  problems: { code: ImportProblem; key: string }[]
  /** The channel takes nothing any more. */
  isFailed: boolean
}

/** Stores messages of a channel; a reply to what is not there is a message of its own. */
export async function storeMessages(
  tx: Db,
  workspaceId: string,
  channel: PlacedChannel,
  given: ImportedMessage[],
  trace: Trace,
  options?: { withIds: boolean },
): Promise<Stored> {
  const none: Stored = { imported: 0, alreadyHere: 0, messages: [], ids: new Map(), problems: [], isFailed: false }
  if (given.length === 0) return none
  const place = { workspaceId, channelId: channel.channel_id }
  const first = await importMessages(tx, place, given, trace, options)
  if (first.outcome !== 'imported') {
    const code = first.outcome === 'archived' ? ('channel_archived' as const) : ('channel_deleted' as const)
    return { ...none, isFailed: true, problems: given.map(({ key }) => ({ code, key })) }
  }
  const orphans = new Set(first.refused.filter(({ why }) => why === 'no_parent').map(({ key }) => key))
  const alone = given
    .filter(({ key }) => orphans.has(key))
    .map(({ parent_key: _, parent_message_id: __, ...message }) => message)
  const second = alone.length === 0 ? undefined : await importMessages(tx, place, alone, trace, options)
  const refused = [...first.refused.filter(({ key }) => !orphans.has(key)), ...(second?.refused ?? [])]
  const lost = new Set(refused.map(({ key }) => key))
  const messages = [...given.filter(({ key }) => !orphans.has(key)), ...alone].filter(({ key }) => !lost.has(key))
  const imported = first.stored + (second?.stored ?? 0)
  return {
    imported,
    alreadyHere: messages.length - imported,
    messages,
    ids: new Map([...first.ids, ...(second?.ids ?? [])]),
    problems: [
      ...refused.map(({ key, why }) => ({
        key,
        code: why === 'no_author' ? ('no_author' as const) : ('refused' as const),
      })),
      ...alone.filter(({ key }) => !lost.has(key)).map(({ key }) => ({ key, code: 'parent_missing' as const })),
    ],
    isFailed: false,
  }
}
