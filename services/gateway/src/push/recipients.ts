import type { Message } from '@parley/contracts/messages/message'
import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '../db.ts'
import { withDefaults } from '../identity/domain/preferences.ts'
import { isQuiet } from '../identity/domain/quiet-hours.ts'

/** Somebody whom a message is for, and the channel as it is shown to them. */
export interface Recipient {
  userId: string
  isDirect: boolean
  channelName: string
}

const Mentions = z
  .array(z.object({ type: z.enum(['user', 'channel', 'here']), user_id: z.string().optional() }))
  .catch([])

/**
 * Whom a message is for, of those who are notified in some browser and want to be right now: who is mentioned, or
 * `@channel` is, and can read it; and members who want all, of a channel but for replies in its threads. Who has muted the
 * channel is not.
 */
export async function findRecipients(db: Db, message: Message, at: Date): Promise<Recipient[]> {
  const mentions = Mentions.parse(message.metadata.mentions ?? [])
  const mentioned = mentions.flatMap(({ user_id }) => user_id ?? [])
  const isForAll = mentions.some(({ type }) => type === 'channel')
  const isForWhoWantsAll = message.parent_message_id === null
  const rows = await db
    .selectFrom('channels.access as a')
    .leftJoin('channels.memberships as m', (join) =>
      join
        .onRef('m.workspace_id', '=', 'a.workspace_id')
        .onRef('m.channel_id', '=', 'a.channel_id')
        .onRef('m.user_id', '=', 'a.user_id'),
    )
    .leftJoin('user_preferences as p', 'p.user_id', 'a.user_id')
    .select(['a.user_id', 'a.channel_type', 'a.name', 'm.notification_level', 'p.preferences'])
    .where('a.workspace_id', '=', message.workspace_id)
    .where('a.channel_id', '=', message.channel_id)
    .where('a.user_id', 'in', ({ selectFrom }) => selectFrom('push_subscriptions').select('user_id'))
    .where('a.user_id', 'is distinct from', message.user_id)
    .where(({ eb, or, and }) =>
      or([
        eb('a.user_id', '=', sql<string>`any(${mentioned}::uuid[])`),
        and([
          eb('a.is_member', '=', sql.lit(true)),
          or([
            eb(sql.val(isForAll), '=', true),
            and([
              eb('m.notification_level', '=', 'all'),
              or([eb(sql.val(isForWhoWantsAll), '=', true), eb('a.channel_type', '=', 'dm')]),
            ]),
          ]),
        ]),
      ]),
    )
    .execute()
  return rows
    .filter(({ notification_level }) => notification_level !== 'none')
    .filter(({ preferences }) => {
      const { quiet_hours, time_zone } = withDefaults((preferences ?? {}) as Record<string, unknown>, {})
      return !isQuiet(quiet_hours, time_zone, at)
    })
    .map(({ user_id, channel_type, name }) => ({
      userId: user_id!,
      isDirect: channel_type === 'dm',
      channelName: name!,
    }))
}
