import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'
import { cutPage, ordered, withinPage } from './paging.ts'

export interface MessagesWithFiles {
  messages: StoredMessage[]
  hasMore: boolean
  /** False when `before` is no message of the channel with files. */
  cursorFound: boolean
}

/** A channel's messages with files, newest first; undefined when the reader may not read the channel. */
export async function findMessagesWithFiles(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<MessagesWithFiles | undefined> {
  // As the index has them.
  const withFiles = db
    .selectFrom('messages as m')
    .where('m.workspace_id', '=', workspaceId)
    .where('m.channel_id', '=', channelId)
    .where('m.attachments', 'is not', null)
    .where('m.deleted_at', 'is', null)
  const cursor = withFiles.where('m.id', '=', before ?? null)
  const page = withFiles
    .select(['m.id', 'm.created_at', 'm.seq'])
    .$if(before !== undefined, (query) =>
      query.where(({ eb, refTuple }) =>
        eb(
          refTuple('m.created_at', 'm.seq'),
          '<',
          cursor.select(['m.created_at', 'm.seq']).$asTuple('created_at', 'seq'),
        ),
      ),
    )
    .orderBy('m.created_at', 'desc')
    .orderBy('m.seq', 'desc')
    .limit(limit + 1)
  const rows = await db
    .selectFrom('channels.access as a')
    .leftJoin(
      ({ selectFrom }) =>
        selectFrom(page.as('page'))
          .innerJoin('message_resources as m', (join) =>
            join.on('m.workspace_id', '=', workspaceId).onRef('m.id', '=', 'page.id'),
          )
          .select(({ ref }) => [
            'page.created_at',
            'page.seq',
            withinPage(
              ref('m.resource'),
              ref('m.bytes'),
              sql.join([ordered(ref('page.created_at'), 'desc'), ordered(ref('page.seq'), 'desc')]),
            ).as('resource'),
          ])
          .as('listed'),
      (join) => join.onTrue(),
    )
    .select(({ exists }) => ['listed.resource', exists(cursor.select('m.id')).$castTo<boolean>().as('cursor_found')])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .orderBy('listed.created_at', 'desc')
    .orderBy('listed.seq', 'desc')
    .execute()
  const [first] = rows
  if (!first) return undefined
  const { page: messages, hasMore } = cutPage(rows, limit, false)
  return { messages: messages.filter(isMessage), hasMore, cursorFound: before === undefined || first.cursor_found }
}
