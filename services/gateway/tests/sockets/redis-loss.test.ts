import { startRedis } from '@parley/embedded/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { expect, it, vi } from 'vitest'
import { ask, contentsOf, setScene, untilContents } from './scene.ts'

const redis = await startRedis({ ephemeral: true })
closeAfterwards({ close: () => redis.stop() })

it('finds what was published while Redis was restarting, though nothing comes after it', async () => {
  // No polling: what is found is found because Redis is back.
  const scene = await setScene({ gateways: 2, redisUrl: redis.url, intervals: { poll: 3_600_000 } })
  const { ada, bob } = scene.acme
  const [first, second] = scene.gateways
  const channelId = await scene.channel({ members: [ada, bob] })
  const sockets = [await scene.connect(ada, first), await scene.connect(bob, second)]
  await scene.publish(await scene.post(channelId, ada, 'before'))
  for (const socket of sockets) await untilContents(socket, channelId, 1)
  const restarted = redis.restart()
  await scene.post(channelId, ada, 'lost')
  await scene.post(channelId, bob, 'lost too')
  await restarted
  for (const socket of sockets)
    expect(await untilContents(socket, channelId, 3)).toEqual(['before', 'lost', 'lost too'])
})

it('works without Redis: messages, losses, gains and new sockets, and afterwards with it', async () => {
  const scene = await setScene({ gateways: 2, redisUrl: redis.url })
  const { ada, bob, cyd } = scene.acme
  const [first, second] = scene.gateways
  const channelId = await scene.channel({ members: [ada, bob] })
  const socket = await scene.connect(bob, second)
  const { pid } = redis
  process.kill(pid!, 'SIGSTOP')
  try {
    await scene.post(channelId, ada, 'polled')
    expect(await untilContents(socket, channelId, 1)).toEqual(['polled'])
    const newcomer = await scene.connect(cyd, first)
    await scene.add(channelId, cyd)
    await vi.waitUntil(
      async () => channelId in (await ask<{ channels: object }>(newcomer, 'positions')).channels,
      30_000,
    )
    await scene.remove(channelId, bob)
    await vi.waitUntil(
      async () => !(channelId in (await ask<{ channels: object }>(socket, 'positions')).channels),
      30_000,
    )
    await scene.post(channelId, ada, 'for cyd')
    await vi.waitFor(() => expect(contentsOf(newcomer, channelId).at(-1)).toBe('for cyd'), 30_000)
    expect(contentsOf(socket, channelId)).toEqual(['polled'])
    process.kill(pid!, 'SIGCONT')
    const observer = await scene.connect(ada, second)
    const published = await scene.post(channelId, ada, 'published')
    await vi.waitUntil(async () => {
      await scene.publish(published).catch(() => {})
      return contentsOf(newcomer, channelId).at(-1) === 'published'
    }, 30_000)
    expect(contentsOf(newcomer, channelId).filter((content) => content === 'published')).toHaveLength(1)
    await observer.close()
  } finally {
    process.kill(pid!, 'SIGCONT')
  }
})
