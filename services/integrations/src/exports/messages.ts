import { type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

export type ExportedMessage = Selectable<DB['messaging.exported_messages']>

/** Messages of one statement, each of which may have 40,000 characters. */
const atOnce = 200

/** The messages of a channel by time, and then `seq`. */
export async function* messagesOf(
  db: Db,
  channel: { workspaceId: string; channelId: string },
): AsyncGenerator<ExportedMessage> {
  const sides = [inPages(db, channel, 'roots'), inPages(db, channel, 'replies')]
  const heads = await Promise.all(sides.map((side) => side.next()))
  for (;;) {
    const [root, reply] = heads.map(({ value }) => value)
    if (!root && !reply) return
    const side = !reply || (root && isBefore(root, reply)) ? 0 : 1
    yield heads[side]!.value!
    heads[side] = await sides[side]!.next()
  }
}

const isBefore = (a: ExportedMessage, b: ExportedMessage): boolean =>
  a.created_at === b.created_at ? a.seq < b.seq : a.created_at < b.created_at

async function* inPages(
  db: Db,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
  side: 'roots' | 'replies',
): AsyncGenerator<ExportedMessage, undefined> {
  let last: ExportedMessage | undefined
  for (;;) {
    const page: ExportedMessage[] = await db
      .selectFrom('messaging.exported_messages')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('channel_id', '=', channelId)
      .where('parent_message_id', side === 'roots' ? 'is' : 'is not', null)
      .$if(last !== undefined, (query) =>
        query.where(sql<boolean>`(created_at, seq) > (${last!.created_at}::timestamptz, ${last!.seq}::bigint)`),
      )
      .orderBy('created_at')
      .orderBy('seq')
      .limit(atOnce)
      .execute()
    yield* page
    if (page.length < atOnce) return
    last = page.at(-1)
  }
}
