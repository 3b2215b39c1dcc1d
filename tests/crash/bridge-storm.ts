import { listChannels } from '@parley/contracts/channels/channels'
import { connectPlatform, listConnections } from '@parley/contracts/connections/connections'
import { messageCreated } from '@parley/contracts/messages/events'
import { newcomer, type Person } from '@parley/testing/people'
import type { CallFault } from '@parley/testing/platforms/faults'
import { randomOf } from '@parley/testing/random'
import { storedLinks } from '@parley/testing/rows/integrations'
import { describe, expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'
import { expectedHere, expectedThere, messagesOf, nameOf, readHere, readThere, unlinkedOf } from './bridge-lines.ts'
import { nameIn, spendBridgeDay, type Written } from './bridge-people.ts'
import { startSides } from './sides/all.ts'
import type { Chances, Side } from './sides/side.ts'

/** Calls that fail at once. */
export const failing: Chances<CallFault> = [
  [0.06, { kind: 'rate limit', retryAfterS: 1 }],
  [0.05, { kind: 'status', status: 503 }],
  [0.03, { kind: 'cut' }],
  [0.05, { kind: 'lost answer' }],
]

export interface StormSetting {
  seed: number
  /** What people do on and around each platform. */
  acts: number
  /** They pause as long as this between two acts, at most. */
  pauseMs: number
  /** What may become of a call. */
  calls: Chances<CallFault>
  /** After so many acts integrations is killed, on average. */
  killEvery: number
  /** How long may pass from the end of the storm until all is as it should be. */
  calmMs: number
}

/**
 * Every platform bridged into a workspace, people who write on both sides of each, and a storm: calls fail, events are lost,
 * repeated and overtaken, sockets die, and the process that bridges is killed again and again. Afterwards both sides have
 * the same.
 */
export async function describeStorm({ seed, acts, pauseMs, calls, killEvery, calmMs }: StormSetting): Promise<void> {
  const sides = await startSides()
  const platform = await bootProcesses({
    services: ['gateway', 'channels', 'messaging', 'integrations'],
    serviceEnv: {
      integrations: { ...Object.assign({}, ...sides.map(({ env }) => env)), COMPARE_EVERY_MS: '2000' },
    },
  })
  const { database } = platform
  const ada = await newcomer(platform, 'ada')
  const socket = await ada.socket()
  const channelIds = new Map<Side, string>()
  const days = new Map<Side, Written[]>()
  const idsHere = new Map<string, string>()
  let read = 0
  /** By what Ada’s socket has received. */
  const idHere = (name: string) => {
    const received = socket.events.slice(read)
    read = socket.events.length
    for (const { type, data } of received) {
      const { id, content } = data as { id: string; content: string }
      const named = type === messageCreated.type ? nameIn(content) : undefined
      if (named) idsHere.set(named, id)
    }
    return idsHere.get(name)
  }
  const linksOf = async (side: Side) =>
    (await storedLinks(database, ada.workspaceId)).filter(({ platform: of }) => of === side.platform)
  /** From here, and nobody knows whether they are there. */
  const unlinkedIn = async (side: Side) =>
    side.lacks.confirmation ? unlinkedOf(days.get(side)!, await linksOf(side)) : new Set<string>()

  describe(`a storm by the seed ${seed}`, () => {
    it('is survived', { timeout: 3_600_000 }, async () => {
      for (const side of sides) channelIds.set(side, await connect(ada, side))
      for (const [i, { faults, losses }] of sides.entries()) {
        faults.calls.byChance(seed * 100 + i, calls)
        faults.events?.byChance(seed * 1_000 + i, losses)
      }
      const random = randomOf(seed)
      let [done, isOver] = [0, false]
      const working = Promise.all(
        sides.map(async (side, i) => {
          const mayDelete = async ({ from, id }: Written) =>
            from === 'there' || !side.lacks.confirmation || (await linksOf(side)).some((link) => link.message_id === id)
          const onAct = () => void done++
          const day = { side, ada, channelId: channelIds.get(side)!, idHere, mayDelete, onAct, acts, pauseMs }
          days.set(side, await spendBridgeDay({ ...day, seed: seed * 100 + i }))
        }),
      ).finally(() => {
        isOver = true
      })
      working.catch(() => {}) // it is awaited below
      while (!isOver) {
        const next = done + 2 * killEvery * random()
        await vi.waitUntil(() => isOver || done >= next, { timeout: 300_000, interval: 20 })
        for (const side of sides) side.disconnect()
        await platform.kill('integrations', 'SIGKILL')
        await platform.ready('integrations')
      }
      await working
      const written = [...days.values()].flat()
      expect(written.some(({ paragraphs, isGone }) => paragraphs > 1 && !isGone)).toBe(true)
      expect(new Set(written.flatMap(({ file, from }) => (file ? from : [])))).toEqual(new Set(['here', 'there']))
      for (const { faults } of sides) {
        faults.calls.clear()
        faults.events?.clear()
      }
      await Promise.all(sides.map((side) => side.settled()))
    })

    it.for(sides.map((side) => ({ side, name: side.platform })))(
      'both sides of $name have the same once',
      { timeout: 2 * calmMs },
      async ({ side }) => {
        const compared = async () => {
          const [written, unlinked] = [days.get(side)!, await unlinkedIn(side)]
          return {
            found: { here: await readHere(ada, channelIds.get(side)!), there: readThere(side, unlinked) },
            expected: { here: expectedHere(written, unlinked), there: expectedThere(side, written, unlinked) },
          }
        }
        const isSame = async () => {
          const { found, expected } = await compared()
          return JSON.stringify(found) === JSON.stringify(expected)
        }
        await vi.waitUntil(isSame, { timeout: calmMs, interval: 1_000 }).catch(() => {})
        const { found, expected } = await compared()
        expect(found).toEqual(expected)
      },
    )

    it.for(sides.map((side) => ({ side, name: side.platform })))(
      'each message of $name has one link, and each link a message on both sides',
      async ({ side }) => {
        const links = (await linksOf(side)).filter(({ is_gone }) => !is_gone)
        const messages = await messagesOf(ada, channelIds.get(side)!)
        const here = new Map(messages.map(({ id, content }) => [id, nameIn(content)]))
        const there = new Map(side.messages().map((message) => [message.id, nameOf(message)]))
        const unlinked = await unlinkedIn(side)
        const isLinked = (name: string | undefined) => !unlinked.has(name!)
        const linkedHere = [...here].flatMap(([id, name]) => (isLinked(name) ? id : []))
        const linkedThere = [...there].flatMap(([id, name]) => (isLinked(name) ? id : []))
        // What is split has a link for each of its parts.
        expect([...new Set(links.map(({ message_id }) => message_id))].sort()).toEqual(linkedHere.sort())
        expect(links.map(({ remote_id }) => remote_id).sort()).toEqual(linkedThere.sort())
        for (const { message_id, remote_id } of links) expect(there.get(remote_id)).toBe(here.get(message_id!))
      },
    )

    it('what nobody could confirm is counted, and nothing else is missing', { timeout: 2 * calmMs }, async () => {
      const expected: Record<string, object> = {}
      for (const side of sides)
        expected[side.platform] = { status: 'connected', unconfirmed: (await unlinkedIn(side)).size, queued: 0 }
      // A comparison may have asked for something just now.
      await vi.waitFor(
        async () => {
          const { connected } = await ada.call(listConnections)
          const found = connected.map(({ platform: of, status, health: { unconfirmed, queued } }) => [
            of,
            { status, unconfirmed, queued },
          ])
          expect(Object.fromEntries(found)).toEqual(expected)
        },
        { timeout: calmMs, interval: 500 },
      )
    })
  })
}

async function connect(ada: Person, side: Side): Promise<string> {
  const config = { ingestMessages: true, selectedChannels: [side.channel], credentials: side.credentials }
  const { eventsUrl } = await ada.call(connectPlatform, { platform: side.platform, config })
  await side.begin(eventsUrl)
  return await vi.waitUntil(
    async () => {
      const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
      return channels.find(({ name }) => name === side.channel)?.id
    },
    { timeout: 60_000, interval: 200 },
  )
}
