import type { EventEnvelope } from '@parley/contracts/event'
import { decodeId } from '@parley/contracts/type-id'
import { queueForWebhooks } from '@parley/contracts/webhooks/jobs'
import { Postpone } from '@parley/kit/jobs'
import type { Loop } from '@parley/kit/loops'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context, Db } from '../context.ts'
import type { DB } from '../schema.ts'
import {
  forgetChannel,
  hasWebhooks,
  type Lane,
  lockChannel,
  noteChannel,
  readMissed,
  readNewestSeq,
  storeEvent,
} from './queue.ts'

/** How long an event waits for those before it; then they are read from messaging. */
const patienceMs = 3_000
const againMs = 100
/** Messages that are read at once. */
const page = 100
const concurrency = 8

/** Stores what happens for the webhooks that want it, a channel's events in their order. */
export function queueEvents(
  { db }: Pick<Context, 'db'>,
  { work }: Pick<ServiceRuntime<DB>, 'work'>,
  delivering: Loop,
): void {
  const handle = async (event: EventEnvelope) => {
    if (!(await hasWebhooks(db, event.workspace_id))) return
    await queueEvent(db, event)
    delivering.wake()
  }
  work(queueForWebhooks, handle, { concurrency })
}

/** @throws Postpone where it came too early */
async function queueEvent(db: Db, event: EventEnvelope): Promise<void> {
  const { channel_id: channelId, conversation_id: conversationId, workspace_id: workspaceId } = event
  if (channelId) {
    while (await queueOfChannel(db, event, channelId));
    return
  }
  const id = (conversationId && decodeId(conversationId, ['cnv'])) || workspaceId
  await db.transaction().execute((tx) => storeEvent(tx, event, { id, channelId: null, isPrivate: false }))
}

/**
 * Stores a channel's event, or a page of what was missed before it.
 *
 * @returns whether there is more to store
 */
async function queueOfChannel(db: Db, event: EventEnvelope, channelId: string): Promise<boolean> {
  const { workspace_id: workspaceId, seq, rev } = event
  return db.transaction().execute(async (tx) => {
    const position = await lockChannel(tx, workspaceId, channelId, event.at)
    if (!position) return false
    const lane: Lane = { id: channelId, channelId, isPrivate: position.isPrivate }
    if (seq === null || rev === null) {
      await storeEvent(tx, event, lane)
      if (event.type === 'channel.deleted') await forgetChannel(tx, workspaceId, channelId)
      return false
    }
    const known = position.counted ?? (await startOf(tx, event, channelId, { seq, rev }))
    if (rev <= known.rev) return false
    if (rev === known.rev + 1) {
      await storeEvent(tx, event, lane)
      await noteChannel(tx, workspaceId, channelId, { seq: Math.max(known.seq, seq), rev })
      return false
    }
    // Imported messages take numbers as well, and come in no event: nobody waits for those for long.
    if (position.counted && position.age < patienceMs) throw new Postpone(againMs)
    const missed = await readMissed(tx, workspaceId, channelId, known, page)
    for (const each of missed.events) await storeEvent(tx, each, lane)
    await noteChannel(tx, workspaceId, channelId, missed)
    return missed.hasMore
  })
}

/**
 * Where to read a channel from, of which nothing was stored since there are webhooks. What came shortly before its first
 * event may be handled after it; of what is read, webhooks are sent what happened since they are there.
 */
async function startOf(tx: Db, event: EventEnvelope, channelId: string, { seq, rev }: { seq: number; rev: number }) {
  const isNew = event.type === 'message.created'
  const newest = isNew ? seq : await readNewestSeq(tx, event.workspace_id, channelId)
  return { seq: Math.max(newest - page, 0), rev: Math.max(rev - page, 0) }
}
