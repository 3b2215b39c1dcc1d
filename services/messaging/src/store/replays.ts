import type { Db } from '../context.ts'
import { noSuchChannel, noSuchMessage } from '../domain/refusals.ts'
import type { Person } from './messages.ts'

/** The resource in an answer: a message, a reaction to one, or something else of a channel. */
interface ShownResource {
  id: string
  channel_id: string
  message_id?: string | null
  user_id?: string | null
  /** Only messages are numbered. */
  seq?: number
}

const shownIn = (body: unknown): ShownResource => {
  const { data, message } = body as { data?: ShownResource; message?: ShownResource }
  return data ?? message!
}

/** How a write's answer is kept that shows something of a channel: it goes with the channel, and with its caller's access. */
export const keptForReader = (reader: Person) => ({
  recheck: assertStillReadable(reader),
  about: (body: unknown) => shownIn(body).channel_id,
})

/**
 * Checks, before a stored answer is replayed, that the person can still read what it shows. Their own message is replayed
 * even when it is deleted, but not when they cannot read the channel any more.
 */
export const assertStillReadable =
  (reader: Person) =>
  async (db: Db, body: unknown): Promise<void> => {
    const shown = shownIn(body)
    const messageId = shown.seq === undefined ? shown.message_id : shown.id
    const { is_there: isThere } = await db
      .selectFrom('channels.access as a')
      .select(({ exists, selectFrom }) =>
        exists(
          selectFrom('messages as m')
            .select('m.id')
            .whereRef('m.workspace_id', '=', 'a.workspace_id')
            .whereRef('m.channel_id', '=', 'a.channel_id')
            .where('m.id', '=', messageId ?? null)
            .where('m.deleted_at', 'is', null),
        ).as('is_there'),
      )
      .where('a.workspace_id', '=', reader.workspaceId)
      .where('a.channel_id', '=', shown.channel_id)
      .where('a.user_id', '=', reader.userId)
      .executeTakeFirstOrThrow(noSuchChannel)
    const isOwn = shown.seq !== undefined && shown.user_id === reader.userId
    if (messageId && !isThere && !isOwn) throw noSuchMessage()
  }
