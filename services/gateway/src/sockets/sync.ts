import { type SyncAnswer, type SyncedChannel, type SyncMessage, socketLimits } from '@parley/contracts/realtime'
import { decodeId } from '@parley/contracts/type-id'
import type { Db } from '../db.ts'
import { clampRevs } from './republish.ts'
import type { SignForRoom } from './sign-for-room.ts'
import type { Person } from './socket.ts'
import { readChanges, readReadableHeads } from './store/changes.ts'

type Asked = SyncMessage[string]

/** What is answered, and how many bytes its events have. */
interface Synced extends SyncAnswer {
  bytes: number
}

/** What a client has missed in each channel it asks about, as far as it may read there: one read a channel. */
export async function sync(db: Db, signForRoom: SignForRoom, person: Person, asked: SyncMessage): Promise<Synced> {
  const { workspaceId } = person
  const ids = new Map(Object.keys(asked).map((key) => [key, decodeId(key, ['ch'])!]))
  const heads = await readReadableHeads(db, person, [...new Set(ids.values())])
  const channels: Record<string, SyncedChannel> = {}
  let bytes = 0
  for (const [key, channelId] of ids) {
    const head = heads.get(channelId)
    if (!head) {
      channels[key] = { error: 'not_found' }
      continue
    }
    const { seq, rev = null } = positionIn(asked[key]!)
    const bytesLeft = socketLimits.bytesPerSync - bytes
    if (seq === head.seq && rev === head.rev) channels[key] = { events: [], ...head, has_more: false }
    else if (bytesLeft <= 0) channels[key] = { events: [], seq, rev: rev ?? 0, has_more: true }
    else {
      const limits = { events: socketLimits.eventsPerChannel, bytes: bytesLeft }
      const page = await readChanges(db, signForRoom, { workspaceId, channelId }, { seq, rev }, limits)
      const events = clampRevs(page.events, page.rev)
      channels[key] = { events, seq: page.seq, rev: page.rev, has_more: page.hasMore }
      bytes += page.bytes
    }
  }
  return { channels, bytes }
}

const positionIn = (asked: Asked) => (typeof asked === 'number' ? { seq: asked } : asked)
