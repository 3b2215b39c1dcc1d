import type { Demo } from '@parley/contracts/channels/demo'
import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { type DemoChannel, demoChannels } from '../demo/conversations.ts'
import { historyOf } from '../demo/history.ts'
import type { Person } from './channels.ts'
import { deleteChannel } from './deletions.ts'
import { lockChannel } from './members.ts'
import { upsertAssignment } from './twins.ts'

/** The built-in twin that answers in the demo, by its name. */
const twinName = 'LVNG'

export async function getDemo(db: Db, workspaceId: string): Promise<Demo> {
  const demo = await db
    .selectFrom('demos')
    .select(['loaded_by', 'loaded_at'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  const channels = await db
    .selectFrom('demo_channels as d')
    .innerJoin('channels as c', (join) =>
      join.onRef('c.workspace_id', '=', 'd.workspace_id').onRef('c.id', '=', 'd.channel_id'),
    )
    .select(['c.id', 'c.name', 'c.display_name'])
    .where('d.workspace_id', '=', workspaceId)
    .orderBy('c.id')
    .execute()
  return { is_loaded: demo !== undefined, loaded_by: null, loaded_at: null, ...demo, channels }
}

/** Loads the demo, unless it is there: of two that do so at once the second waits, and finds it. */
export async function loadDemo(tx: Db, person: Person, trace: Trace): Promise<void> {
  const { workspaceId, userId } = person
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('demos')
    .values({ workspace_id: workspaceId, loaded_by: userId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) return
  const twin = await tx
    .selectFrom('chat_engine.twin_profiles')
    .select('ai_twin_id')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', twinName)
    .limit(1)
    .executeTakeFirst()
  for (const channel of demoChannels) await loadChannel(tx, person, channel, twin?.ai_twin_id, trace)
}

async function loadChannel(
  tx: Db,
  person: Person,
  { name, displayName, description, messages }: DemoChannel,
  twinId: string | undefined,
  trace: Trace,
): Promise<void> {
  const { workspaceId, userId } = person
  const made = { name, suffix: 'demo', display_name: displayName, description, is_private: false }
  const { rows } = await sql<{ id: string; outcome: string }>`
    select id, (create_connected(${workspaceId}, id, ${JSON.stringify(made)}::jsonb, ${userId},
      ${JSON.stringify(trace)}::jsonb)).outcome from (select uuidv7() as id) made`.execute(tx)
  const { id: channelId, outcome } = rows[0]!
  if (outcome !== 'created') throw new ServiceError('conflict', 'The channels of the demo cannot be created now.')
  await tx.insertInto('demo_channels').values({ workspace_id: workspaceId, channel_id: channelId }).execute()
  if (twinId !== undefined) await upsertAssignment(tx, person, { channelId, twinId, mode: 'on-demand' })
  const history = historyOf(messages, { channelId, twinId, now: Date.now() })
  const { rows: stored } = await sql<{ outcome: string; refused: unknown[] }>`
    select outcome, refused from messaging.import_messages(${workspaceId}, ${channelId},
      ${JSON.stringify(history)}::jsonb, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  const { refused } = stored[0]!
  if (stored[0]!.outcome !== 'imported' || refused.length > 0)
    throw new Error(`The demo is not a history that can be imported: ${JSON.stringify(refused)}`)
}

/** Deletes the demo's channels with all that is in them; whether there was a demo. */
export async function removeDemo(tx: Db, person: Person, trace: Trace): Promise<void> {
  const { workspaceId } = person
  await tx.deleteFrom('demos').where('workspace_id', '=', workspaceId).execute()
  const rows = await tx
    .selectFrom('demo_channels')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .orderBy('channel_id')
    .execute()
  // All channels before any of their heads: see “Locks”.
  const channels = []
  for (const { channel_id } of rows) channels.push(await lockChannel(tx, person, channel_id))
  for (const channel of channels) if (channel) await deleteChannel(tx, person, channel, trace)
}
