import { roomOf } from '@parley/contracts/feed'
import { channelFeed } from '@parley/contracts/feeds'
import { roomChannel } from '@parley/kit/outbox'
import type { Redis } from '@parley/kit/redis'
import type { Context } from '../context.ts'
import { listSendingChannels } from './outgoing-channels.ts'

/** How soon after a channel is bridged its events are received. */
const refreshMs = 2_000
/** Channels in one SUBSCRIBE. */
const atOnce = 500

/**
 * Wakes who sends as soon as something happens in a channel that goes out. An event may be lost: what it was about is found
 * by polling.
 */
export function watchBridgedChannels(ctx: Context, subscriber: Redis, wake: () => void): void {
  const watched = new Set<string>()
  subscriber.on('message', (channel: string) => {
    if (watched.has(channel)) wake()
  })
  ctx.every('watch-bridged-channels', refreshMs, async () => {
    const ids = await listSendingChannels(ctx.db)
    const wanted = new Set(ids.map((id) => roomChannel(ctx.config.REDIS_PREFIX, roomOf(channelFeed, id))))
    // It subscribes again by itself once Redis is back.
    if (subscriber.status !== 'ready') return
    const [added, removed] = [
      [...wanted].filter((each) => !watched.has(each)),
      [...watched].filter((each) => !wanted.has(each)),
    ]
    await inPieces(added, (some) => subscriber.subscribe(...some))
    await inPieces(removed, (some) => subscriber.unsubscribe(...some))
    watched.clear()
    for (const channel of wanted) watched.add(channel)
  })
}

async function inPieces(all: readonly string[], work: (some: string[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < all.length; start += atOnce) await work(all.slice(start, start + atOnce))
}
