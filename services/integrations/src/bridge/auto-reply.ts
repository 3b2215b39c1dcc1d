import type { StoredMessage } from '@parley/contracts/messages/message'
import { maxHops } from '@parley/contracts/messages/writing'
import { answerBridgedMessage } from '@parley/contracts/twins/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { findCandidates } from '@parley/text/mentions'
import { sql } from 'kysely'
import type { ConnectionRow } from '../connections/connection.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import type { RemoteAuthor, RemoteMessage } from '../platforms/platform.ts'

/** Among so many of what crossed last in a channel, and for so long, what a machine writes there follows from that. */
const lastCrossed = 50
const answeredWithin = sql`interval '1 hour'`

/**
 * How many machines in a row have answered one another up to a message. What a machine there writes counts on
 * from what was last sent there, up to the limit: so one that carries messages between platforms is known by it.
 */
export async function hopsOf(db: Db, account: AccountKey, { author, channelId }: RemoteMessage): Promise<number> {
  if (!author.isBot) return 0
  const { workspaceId, platform, accountId } = account
  const last = await db
    .selectFrom((from) =>
      from
        .selectFrom('links')
        .select(['came', 'hops', 'created_at'])
        .where('workspace_id', '=', workspaceId)
        .where('platform', '=', platform)
        .where('account_id', '=', accountId)
        .where('remote_channel_id', '=', channelId)
        .where('is_imported', '=', sql.lit(false))
        .where('created_at', '>', sql<string>`now() - ${answeredWithin}`)
        .orderBy('created_at', 'desc')
        .limit(lastCrossed)
        .as('crossed'),
    )
    .select('hops')
    .where('came', '=', 'out')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Math.min((last?.hops ?? 0) + 1, maxHops)
}

/**
 * Has the twins answer that a person of a platform mentions, where its connection has `autoReply`: on behalf of the member
 * whose account wrote it, or else of whoever connected the platform. Machines there are never answered.
 */
export async function callTwins(
  tx: Db,
  { workspaceId, autoReply, connectedBy }: ConnectionRow,
  message: StoredMessage,
  { isBot }: RemoteAuthor,
  trace: Trace,
): Promise<void> {
  const isAnswered = autoReply && !isBot && message.arrival === 'live'
  if (!isAnswered || findCandidates(message.content).length === 0) return
  const job = { workspace_id: workspaceId, message, hops: 0, asked_by: message.user_id ?? connectedBy }
  await insertJob(tx, answerBridgedMessage, job, trace)
}
