import type { Message } from '@parley/contracts/messages/message'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
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
      select listed.pinned_at, listed.seq,
        message_json(listed.message, p.display_name, p.avatar_url, a.user_id) as message
      from (
        select m as message, m.metadata->>'pinned_at' as pinned_at, m.seq from messages m
        where m.workspace_id = a.workspace_id and m.channel_id = a.channel_id and m.metadata->>'pinned' = 'true' and m.deleted_at is null
          ${before === undefined ? sql`` : sql`and (m.metadata->>'pinned_at', m.seq) < (c.pinned_at, c.seq)`}
        order by m.metadata->>'pinned_at' desc, m.seq desc limit ${limit}
      ) listed
      left join gateway.people p
        on p.workspace_id = (listed.message).workspace_id and p.user_id = (listed.message).user_id
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
