import type { Message } from '@parley/contracts/messages/message'
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
import { changeMessage, getResource, lockMessage, publishChange } from './locked-message.ts'
import type { Person } from './messages.ts'

export interface Pins {
  messages: Message[]
  count: number
  /** False when `before` is not a pin of the channel. */
  cursorFound: boolean
}

/** A channel's pins, the last pinned first; undefined when the reader may not read the channel. */
export async function findPins(
  db: Db,
  reader: Person,
  channelId: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<Pins | undefined> {
  const isPin = sql`metadata->>'pinned' = 'true' and deleted_at is null`
  const { rows } = await sql<{ count: number; cursor_found: boolean; message: Message | null }>`
    select pinned.count,
      ${before === undefined ? sql`true` : sql`c.id is not null`} as cursor_found, page.message
    from channels.access a
    cross join lateral (select count(*) as count from messages
      where workspace_id = a.workspace_id and channel_id = a.channel_id and ${isPin}) pinned
    ${
      before === undefined
        ? sql``
        : sql`left join (
        select workspace_id, id, channel_id, metadata->>'pinned_at' as pinned_at, seq from messages where ${isPin}) c
      on c.workspace_id = a.workspace_id and c.id = ${before} and c.channel_id = a.channel_id`
    }
    left join lateral (
      select m.metadata->>'pinned_at' as pinned_at, m.seq, m.resource as message from message_resources m
      where m.workspace_id = a.workspace_id and m.channel_id = a.channel_id and m.metadata->>'pinned' = 'true'
        and m.deleted_at is null
        ${before === undefined ? sql`` : sql`and (m.metadata->>'pinned_at', m.seq) < (c.pinned_at, c.seq)`}
      order by m.metadata->>'pinned_at' desc, m.seq desc limit ${limit}
    ) page on true
    where a.workspace_id = ${reader.workspaceId} and a.channel_id = ${channelId} and a.user_id = ${reader.userId}
    order by page.pinned_at desc, page.seq desc`.execute(db)
  const [first] = rows
  return (
    first && {
      messages: rows.flatMap(({ message }) => message ?? []),
      count: first.count,
      cursorFound: first.cursor_found,
    }
  )
}

export type Pinning =
  | { outcome: 'done' | 'unchanged'; message: Message }
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
  if (outcome === 'unchanged') return { outcome, message: await getResource(tx, message) }
  if (outcome !== 'done') return { outcome }
  await changeMessage(tx, message, message.id, {
    metadata: JSON.stringify(pinnedMetadata(message, isPinned, person.userId)),
    updated_at: message.at,
  })
  const type = isPinned ? 'message.pinned' : 'message.unpinned'
  return { outcome, message: await publishChange(tx, message, type, trace) }
}

async function countPins(tx: Db, { workspaceId, channelId }: LockedMessage): Promise<number> {
  const { pins } = await tx
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('pins'))
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where(sql`metadata->>'pinned'`, '=', 'true')
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return pins
}
