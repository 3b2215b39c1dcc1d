import { createParley } from '@parley/client/index'
import { describe, expect, it, vi } from 'vitest'
import { Topics } from '../src/store/topics.ts'
import { Unread } from '../src/store/unread.ts'
import { message } from './fixtures.ts'

/** Counts whose server has nothing unread, and answers when it is let. */
function open() {
  const answers: (() => void)[] = []
  const nothing = { channel_id: 'channel', last_read_message_id: 'message-1', unread_count: 0, mention_count: 0 }
  const fetch: typeof globalThis.fetch = async (input) => {
    await new Promise<void>((resolve) => answers.push(resolve))
    const isMarked = String(input instanceof Request ? input.url : input).endsWith('/read')
    return Response.json(
      isMarked ? { success: true, ...nothing } : { success: true, channels: [nothing], unread_threads: 0 },
    )
  }
  const parley = createParley({ baseUrl: 'http://parley.test', token: 'token', fetch })
  const unread = new Unread(parley, 'workspace', new Topics())
  return { unread, answers }
}

describe('a message that comes', () => {
  it.each<[string, (unread: Unread) => Promise<void>]>([
    ['the counts are asked for', (unread) => unread.load()],
    ['its channel is marked read', (unread) => unread.readTo('channel', 'message-1')],
  ])('while %s stays unread', async (_, ask) => {
    const { unread, answers } = open()
    const asked = ask(unread)
    await vi.waitUntil(() => answers.length > 0)
    unread.count(message(2), true)
    answers[0]!()
    await asked
    expect(unread.in('channel')).toMatchObject({ unread_count: 1, mention_count: 1 })
    unread.close()
  })
})
