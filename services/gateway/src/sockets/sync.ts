import type { EventEnvelope } from '@parley/contracts/event'
import {
  type Head,
  type SyncAnswer,
  type SyncedChannel,
  type SyncMessage,
  socketLimits,
} from '@parley/contracts/realtime'
import { decodeId } from '@parley/contracts/type-id'
import type { Db } from '../db.ts'
import { clampRevs } from './republish.ts'
import type { SignForRoom } from './sign-for-room.ts'
import type { Person } from './socket.ts'
import { type ChannelRef, readChanges, readReadableHeads } from './store/changes.ts'

/** Events read at once: a page of the longest messages still fits into memory many times over. */
const pageSize = 100

type Asked = SyncMessage[string]

/** What a client has missed in each channel it asks about, as far as it may read there. */
export async function sync(db: Db, signForRoom: SignForRoom, person: Person, asked: SyncMessage): Promise<SyncAnswer> {
  const ids = new Map(Object.keys(asked).map((key) => [key, decodeId(key, ['ch'])!]))
  const heads = await readReadableHeads(db, person, [...new Set(ids.values())])
  const budget = { bytes: socketLimits.bytesPerSync }
  const channels: Record<string, SyncedChannel> = {}
  for (const [key, channelId] of ids) {
    const head = heads.get(channelId)
    channels[key] = head
      ? await catchUp(db, signForRoom, { workspaceId: person.workspaceId, channelId }, asked[key]!, head, budget)
      : { error: 'not_found' }
  }
  return { channels }
}

async function catchUp(
  db: Db,
  signForRoom: SignForRoom,
  channel: ChannelRef,
  asked: Asked,
  head: Head,
  budget: { bytes: number },
): Promise<SyncedChannel> {
  const { seq, rev = null } = typeof asked === 'number' ? { seq: asked } : asked
  if (seq === head.seq && rev === head.rev) return { events: [], ...head, has_more: false }
  // The budget is spent: this channel is for the next call.
  if (budget.bytes <= 0) return { events: [], seq, rev: rev ?? 0, has_more: true }

  const events: EventEnvelope[] = []
  let position: { seq: number; rev: number | null } = { seq, rev }
  for (;;) {
    const wanted = Math.min(pageSize, socketLimits.eventsPerChannel - events.length)
    let page = await readChanges(db, signForRoom, channel, position, wanted)
    const fitting = page.bytes > budget.bytes ? countFitting(page.events, budget.bytes) : page.events.length
    // The first event is always answered, however long it is, so that each call makes progress.
    const kept = Math.max(fitting, budget.bytes === socketLimits.bytesPerSync ? 1 : 0)
    if (kept === 0 && page.events.length > 0) {
      budget.bytes = 0
      break
    }
    // Where a shorter page ends only PostgreSQL can say.
    if (kept < page.events.length) page = await readChanges(db, signForRoom, channel, position, kept)
    budget.bytes -= page.bytes
    events.push(...clampRevs(page.events, page.rev))
    position = page
    if (!page.hasMore) return { events, seq: page.seq, rev: page.rev, has_more: false }
    if (events.length >= socketLimits.eventsPerChannel || budget.bytes <= 0) break
  }
  return { events, seq: position.seq, rev: position.rev ?? 0, has_more: true }
}

function countFitting(events: EventEnvelope[], bytes: number): number {
  let used = 0
  const tooMuch = events.findIndex((event) => {
    used += JSON.stringify(event).length
    return used > bytes
  })
  return tooMuch === -1 ? events.length : tooMuch
}
