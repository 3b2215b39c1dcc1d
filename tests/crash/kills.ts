import { addChannelMember, createChannel } from '@parley/contracts/channels/channels'
import { postMessage } from '@parley/contracts/messages/messages'
import { serviceNames } from '@parley/contracts/services'
import { startMessagesApi } from '@parley/testing/messages-api'
import { people } from '@parley/testing/people'
import { runsWithReplies } from '@parley/testing/rows/chat-engine'
import { mailedAddresses } from '@parley/testing/rows/gateway'
import { countUnsent, makeDueInTurn, storedMessages } from '@parley/testing/rows/messaging'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'
import { expectEnded, expectOneReplyEach } from './asking.ts'
import { beginPurge } from './interrupted-purge.ts'
import { type Listener, listen } from './listeners.ts'
import { startLoad } from './load.ts'

/** Each process of its own. */
export const each = [
  ...serviceNames.filter((name) => name !== 'gateway'),
  'gateway',
  'gateway-2',
  'redis',
  'postgres',
].map((name) => [name])

/** Events that Redis did not take wait in the outbox, and the publisher is killed as well. */
export const pairs = [
  ['redis', 'messaging'],
  ['postgres', 'gateway'],
]

/** People write and listen while processes are killed, those of a list at once; afterwards nothing is missing, or there twice. */
export async function describeKills(victims: string[][]): Promise<void> {
  const answer = Array.from({ length: 12 }, (_, i) => `word ${i} `)
  const model = await startMessagesApi()
  model.otherwise({ text: answer, delayMs: 40 })
  const platform = await bootProcesses({
    gateways: 2,
    durable: true,
    serviceEnv: {
      'chat-engine': { ANTHROPIC_API_KEY: model.apiKey, ANTHROPIC_BASE_URL: model.url },
    },
  })
  const { ada, bob, gus, eve } = await people(platform)
  const [first, second] = platform.gatewayUrls as [string, string]

  const channel = async (name: string, is_private: boolean) =>
    (await ada.call(createChannel, { workspace_id: ada.workspaceId, name, channel_type: 'text', is_private })).channel
      .id
  const secret = await channel('secret', true)
  const open = await channel('open', false)
  for (const { userId } of [bob, gus]) await ada.call(addChannelMember, { id: secret, user_id: userId })
  await ada.call(addChannelMember, { id: open, user_id: bob.userId })

  const members: Record<string, Listener[]> = { [secret]: [], [open]: [] }
  const listeners = await Promise.all([
    listen(ada, first, 'Ada’s laptop'),
    listen(ada, second, 'Ada’s phone'),
    listen(bob, first, 'Bob'),
    listen(bob, second, 'Bob’s other window'),
    listen(gus, second, 'Gus'),
  ])
  const stranger = await listen(eve, first, 'Eve')
  for (const listener of listeners) {
    members[secret]!.push(listener)
    if (listener.person !== gus) members[open]!.push(listener)
  }

  const writers = [
    { person: ada, channelId: secret },
    { person: bob, channelId: secret },
    { person: gus, channelId: secret },
    { person: ada, channelId: open },
    { person: bob, channelId: open },
  ]
  const load = startLoad({ writers, inviter: ada, askers: [ada, eve], gatewayUrls: platform.gatewayUrls })

  /** Due one after another from now on, some of them while the process that should post them has just been killed. */
  const planned = await channel('planned', true)
  const scheduled = await Promise.all(
    Array.from({ length: 80 }, async (_, i) => {
      const content = `planned ${i}`
      const send_at = new Date(Date.now() + 86_400_000).toISOString()
      const { status } = await ada.client.answer(postMessage, { channel_id: planned, content, send_at })
      expect(status).toBe(202)
      return content
    }),
  )
  await makeDueInTurn(platform.database, 250)
  const purge = await beginPurge(platform)
  afterAll(async () => {
    for (const { realtime } of [...listeners, stranger]) realtime.close()
  })

  /** Waits until 20 more messages are acknowledged, and every client has received all that are. */
  async function recovered(): Promise<void> {
    const before = load.acknowledged.length
    await vi.waitFor(() => expect(load.acknowledged.length).toBeGreaterThanOrEqual(before + 20), 90_000)
    for (const channelId of [secret, open]) {
      const newest = Math.max(...load.acknowledged.filter((each) => each.channelId === channelId).map(({ seq }) => seq))
      for (const listener of members[channelId]!)
        await vi.waitFor(() => expect(listener.lastSeq(channelId)).toBeGreaterThanOrEqual(newest), 90_000)
    }
  }

  /** Kills processes amid dense load; whoever wrote to them tries again until they are back. */
  async function killAndAwait(...names: string[]): Promise<void> {
    const before = names.map((name) => platform.pids()[name])
    load.setPace('dense')
    await recovered()
    await Promise.all(names.map((name) => platform.kill(name, 'SIGKILL')))
    load.setPace('sparse')
    await Promise.all(names.map((name) => platform.ready(name)))
    for (const [i, name] of names.entries()) expect(platform.pids()[name]).not.toBe(before[i])
    await recovered()
  }

  describe('under steady load', () => {
    it.for(victims.map((names) => ({ names })))(
      'kill -9 of $names is survived',
      { timeout: 240_000 },
      async ({ names }) => {
        const isPurging = names.includes('messaging')
        if (isPurging) await purge.isHalfDone()
        await killAndAwait(...names)
        if (isPurging) await purge.release()
      },
    )

    it('writers were acknowledged, or asked to retry', { timeout: 90_000 }, async () => {
      await load.stop()
      // 409: the first attempt was still running. Without a status: the gateway itself was gone.
      for (const kind of load.refusals.keys())
        expect(['409', '502', '503', '504', 'TypeError', 'TimeoutError']).toContain(kind)
    })
  })

  describe('afterwards', () => {
    it('every acknowledged message is there exactly once', async () => {
      const stored = (await storedMessages(platform.database)).filter(({ channel_id }) => channel_id !== planned)
      const promised = load.acknowledged
        .map(({ id, channelId, seq, content, userId }) => ({
          ...{ id, channel_id: channelId, seq, content, user_id: userId, is_deleted: false },
        }))
        .sort((a, b) => (a.channel_id < b.channel_id ? -1 : a.channel_id > b.channel_id ? 1 : a.seq - b.seq))
      expect(stored).toEqual(promised)
    })

    it('every scheduled message was posted exactly once', { timeout: 120_000 }, async () => {
      await vi.waitFor(async () => expect(await countUnsent(platform.database)).toBe(0), 90_000)
      const posted = await storedMessages(platform.database, [planned])
      expect(posted.map(({ content }) => content).sort()).toEqual(scheduled.toSorted())
    })

    it('every answer of AI was received whole, or ended in an error, and is stored once', async () => {
      // The gateway itself may have been gone: then its client waits until it is back.
      for (const received of load.answers) expectEnded(received, answer.join(''), { withinMs: 60_000, mayLose: true })
      expect(load.answers.filter(({ end }) => end === 'done').length).toBeGreaterThan(10)
      expect(load.answers.map(({ end }) => end)).toContain('unavailable')
      await vi.waitFor(async () => expectOneReplyEach(await runsWithReplies(platform.database)), 30_000)
    })

    it('messages are numbered without gaps, and counted right', async () => {
      for (const channelId of [secret, open]) {
        const seqs = load.acknowledged.filter((each) => each.channelId === channelId).map(({ seq }) => seq)
        expect(seqs.sort((a, b) => a - b)).toEqual(seqs.map((_, index) => index + 1))
        const [counts] = await platform.database.query(
          'select message_count, seq from messaging.channel_counts where channel_id = $1',
          [channelId],
        )
        expect(counts).toEqual({ message_count: seqs.length, seq: seqs.length })
      }
    })

    it('every client has every message once, in order', { timeout: 240_000 }, async () => {
      for (const channelId of [secret, open]) {
        const stored = load.acknowledged
          .filter((each) => each.channelId === channelId)
          .sort((a, b) => a.seq - b.seq)
          .map(({ id, seq, content }) => ({ id, seq, content }))
        for (const listener of members[channelId]!) {
          await vi.waitFor(() => expect(listener.lastSeq(channelId)).toBeGreaterThanOrEqual(stored.length), 90_000)
          expect(listener.received.get(channelId), listener.name).toEqual(stored)
        }
      }
      for (const { name, problems } of listeners) expect(problems, name).toEqual([])
    })

    it('nobody received an event of a channel they are not in', () => {
      const gusListener = listeners.find(({ person }) => person === gus)!
      expect([...gusListener.received.keys()]).toEqual([secret])
      expect([...stranger.received.keys()]).toEqual([])
    })

    it('every promised mail was sent', { timeout: 90_000 }, async () => {
      const missing = async () => {
        const sent = new Set(await mailedAddresses(platform.database))
        return load.invited.filter((address) => !sent.has(address))
      }
      expect(load.invited.length).toBeGreaterThan(20)
      // A job whose worker was killed is retried after half a minute.
      await vi.waitFor(async () => expect((await missing()).length).toBe(0), 75_000)
    })

    it('a workspace whose deletion was interrupted is gone, and its receipt whole', { timeout: 240_000 }, async () => {
      await purge.expectGone()
    })

    it('nothing is left unpublished', async () => {
      for (const schema of ['gateway', 'channels', 'messaging', 'chat_engine'])
        await vi.waitFor(
          async () => expect((await platform.database.query(`select 1 from ${schema}.outbox limit 1`)).length).toBe(0),
          30_000,
        )
    })
  })
}
