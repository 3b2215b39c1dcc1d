import { FeedCursor } from '@parley/client/feed-cursor'
import type { EventEnvelope } from '@parley/contracts/event'
import { describe, expect, it } from 'vitest'
import { channelSource } from '../../src/sockets/feeds/channels.ts'
import { createFeedRegistry } from '../../src/sockets/feeds/registry.ts'
import { effectOf } from '../../src/sockets/feeds/view-position.ts'
import { clampRevs, toRoomEvents } from '../../src/sockets/republish.ts'

interface Row {
  seq: number
  rev: number
  createdRev: number
  deleted: boolean
}

const { contractOf } = createFeedRegistry([channelSource])

const eventOf = (type: string, { seq, rev }: Row): EventEnvelope => ({
  id: `${seq}-${rev}`,
  type: `message.${type}`,
  workspace_id: 'w',
  channel_id: 'c',
  seq,
  rev,
  at: '',
  data: { id: String(seq), rev },
})

/** A channel as PostgreSQL would have it, and what `messaging.changes` answers about it. */
function newChannel(random: (below: number) => number) {
  const rows: Row[] = []
  let rev = 0
  return {
    rows,
    get head() {
      return { seq: rows.length, rev }
    },
    change() {
      const living = rows.filter(({ deleted }) => !deleted)
      if (living.length === 0 || random(3) > 0)
        rows.push({ seq: rows.length + 1, rev: ++rev, createdRev: rev, deleted: false })
      else {
        const row = living[random(living.length)]!
        row.rev = ++rev
        row.deleted = random(4) === 0
      }
    },
    /** The rows among them that were added and then changed. */
    changedSince: (from: { seq: number }) =>
      rows.filter((row) => row.seq > from.seq && row.rev !== row.createdRev).map(({ seq }) => seq),
    changes(from: { seq: number; rev: number }): EventEnvelope[] {
      const written = rows.filter(({ seq }) => seq > from.seq)
      const changed = rows.filter((row) => row.seq <= from.seq && row.rev > from.rev && row.rev !== row.createdRev)
      return [
        ...written.map((row) => eventOf(row.deleted ? 'deleted' : 'created', row)),
        ...changed.sort((a, b) => a.rev - b.rev).map((row) => eventOf(row.deleted ? 'deleted' : 'updated', row)),
      ]
    },
  }
}

function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** A reader who knows of each message the rev up to which it has seen it. */
function newReader(from: { seq: number; rev: number }, rows: Row[]) {
  const cursor = new FeedCursor(from)
  const known = new Map(rows.filter(({ seq }) => seq <= from.seq).map(({ seq, rev }) => [String(seq), rev]))
  return {
    cursor,
    known,
    receive(event: EventEnvelope) {
      const verdict = cursor.take(event, effectOf(contractOf(event.type)))
      const { id, rev } = event.data as { id: string; rev: number }
      if (verdict === 'new') known.set(id, rev)
      return verdict
    },
  }
}

describe('what is republished late', () => {
  it('is the same as live when no message changed twice', () => {
    const rows = [
      { seq: 1, rev: 3, createdRev: 1, deleted: false },
      { seq: 2, rev: 2, createdRev: 2, deleted: false },
      { seq: 3, rev: 4, createdRev: 4, deleted: false },
    ]
    const events = [eventOf('created', rows[1]!), eventOf('created', rows[2]!), eventOf('updated', rows[0]!)]
    const room = toRoomEvents(events, { seq: 1, rev: 1 }, { rev: 4, changed: [] }, contractOf)
    expect(room.map(({ type, rev }) => [type, rev])).toEqual([
      ['message.created', 2],
      ['message.updated', 3],
      ['message.created', 4],
    ])
  })

  it('brings everyone in the room to where PostgreSQL is, wherever between the room and PostgreSQL they stood', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed)
      const channel = newChannel(random)
      for (let i = random(10); i > 0; i--) channel.change()
      const from = channel.head
      const readers = [newReader(from, structuredClone(channel.rows))]
      for (let i = 1 + random(12); i > 0; i--) {
        channel.change()
        if (random(3) === 0) readers.push(newReader(channel.head, structuredClone(channel.rows)))
      }
      const events = toRoomEvents(
        channel.changes(from),
        from,
        { rev: channel.head.rev, changed: channel.changedSince(from) },
        contractOf,
      )
      for (const reader of readers) {
        const verdicts = events.map(reader.receive)
        expect(verdicts, `seed ${seed}`).not.toContain('gap')
        expect([...reader.known].sort(), `seed ${seed}`).toEqual(
          channel.rows.map(({ seq, rev }): [string, number] => [String(seq), rev]).sort(),
        )
      }
    }
  })

  it('never lets a reader who stops early count what they have not received', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed)
      const channel = newChannel(random)
      for (let i = random(10); i > 0; i--) channel.change()
      const from = channel.head
      const before = structuredClone(channel.rows)
      for (let i = 1 + random(12); i > 0; i--) channel.change()
      const events = random(2)
        ? toRoomEvents(
            channel.changes(from),
            from,
            { rev: channel.head.rev, changed: channel.changedSince(from) },
            contractOf,
          )
        : clampRevs(channel.changes(from), channel.head.rev)
      for (let length = 0; length <= events.length; length++) {
        const reader = newReader(from, before)
        for (const event of events.slice(0, length)) reader.receive(event)
        for (const event of clampRevs(channel.changes(reader.cursor), channel.head.rev)) reader.receive(event)
        expect([...reader.known].sort(), `seed ${seed}, cut at ${length}`).toEqual(
          channel.rows.map(({ seq, rev }): [string, number] => [String(seq), rev]).sort(),
        )
      }
    }
  })
})
