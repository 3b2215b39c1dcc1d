import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { maxPins } from '@parley/contracts/messages/pins'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import {
  decidePin,
  type LockedMessage,
  type PinOutcome,
  pinnedMetadata,
  type Refused,
} from '../domain/message-changes.ts'
import { changeMessage, getMessage, lockMessage, publishChange } from './locked-message.ts'
import type { Person } from './messages.ts'
import { ordered, withinPage } from './paging.ts'

export interface Pins {
  messages: StoredMessage[]
  count: number
  /** False when `before` is not a pin of the channel. */
  cursorFound: boolean
}

/** A channel's pins, the last pinned first; undefined when the reader may not read the channel. */
export async function findPins(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<Pins | undefined> {
  const pins = pinsOf(db, { workspaceId, channelId })
  const cursor = pins.where('m.id', '=', before ?? null)
  const rows = await db
    .selectFrom('channels.access as a')
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom('message_resources as m')
          .select(({ ref }) => [
            pinnedAt.as('pinned_at'),
            'm.seq',
            withinPage(
              ref('m.resource'),
              ref('m.bytes'),
              sql.join([ordered(pinnedAt, 'desc'), ordered(ref('m.seq'), 'desc')]),
            ).as('resource'),
          ])
          .whereRef('m.workspace_id', '=', 'a.workspace_id')
          .whereRef('m.channel_id', '=', 'a.channel_id')
          .where(isPinned)
          .where('m.deleted_at', 'is', null)
          .$if(before !== undefined, (query) =>
            query.where(({ eb, ref, tuple }) =>
              eb(
                tuple(pinnedAt, ref('m.seq')),
                '<',
                cursor.select([pinnedAt.as('pinned_at'), 'm.seq']).$asTuple('pinned_at', 'seq'),
              ),
            ),
          )
          .orderBy(pinnedAt, 'desc')
          .orderBy('m.seq', 'desc')
          .limit(limit)
          .as('page'),
      (join) => join.onTrue(),
    )
    .select(({ exists, fn }) => [
      pins.select(fn.countAll<number>().as('count')).$asScalar().$notNull().as('count'),
      exists(cursor.select('m.id')).$castTo<boolean>().as('cursor_found'),
      'page.resource',
    ])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .orderBy('page.pinned_at', 'desc')
    .orderBy('page.seq', 'desc')
    .execute()
  const [first] = rows
  return (
    first && {
      messages: rows.flatMap(({ resource }) => (resource && isMessage(resource) ? resource : [])),
      count: first.count,
      cursorFound: before === undefined || first.cursor_found,
    }
  )
}

// As the index has them.
const isPinned = sql<boolean>`m.metadata->>'pinned' = 'true'`
const pinnedAt = sql<string>`m.metadata->>'pinned_at'`

const pinsOf = (db: Db, { workspaceId, channelId }: Pick<LockedMessage, 'workspaceId' | 'channelId'>) =>
  db
    .selectFrom('messages as m')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.channel_id', '=', channelId)
    .where(isPinned)
    .where('m.deleted_at', 'is', null)

export type Pinning =
  | { outcome: 'done' | 'unchanged'; message: StoredMessage }
  | Refused<Exclude<PinOutcome, 'done' | 'unchanged'>>

/** Pins a message or takes its pin away; in any channel unless one is named. Needs a transaction. */
export async function setPin(
  tx: Db,
  person: Person,
  { isPinned, ...named }: { id: string; channelId?: string | undefined; isPinned: boolean },
  trace: Trace,
): Promise<Pinning> {
  const message = await lockMessage(tx, person, named)
  if (!message) return { outcome: 'not_found' }
  const outcome = decidePin(message, isPinned, { pins: await countPins(tx, message), maxPins })
  if (outcome === 'unchanged') return { outcome, message: await getMessage(tx, message) }
  if (outcome !== 'done') return { outcome }
  await changeMessage(tx, message, message.id, {
    metadata: JSON.stringify(pinnedMetadata(message, isPinned)),
    updated_at: message.at,
  })
  const type = isPinned ? 'message.pinned' : 'message.unpinned'
  return { outcome, message: await publishChange(tx, message, type, trace) }
}

async function countPins(tx: Db, channel: LockedMessage): Promise<number> {
  const { pins } = await pinsOf(tx, channel)
    .select(({ fn }) => fn.countAll<number>().as('pins'))
    .executeTakeFirstOrThrow()
  return pins
}
