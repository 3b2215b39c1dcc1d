import { describe, expect, it } from 'vitest'
import { createThreads } from '../src/frame/model/threads.ts'
import { conversation, message } from './fixtures.ts'

const withConversation = (changes = {}) => {
  const threads = createThreads()
  threads.putConversation(conversation(changes))
  return { threads, thread: () => threads.byId.value.get('cnv_1')! }
}

describe('the conversations of a visitor', () => {
  it('hold each message once and in order, however it comes', () => {
    const { threads, thread } = withConversation()
    threads.receive(message(3), 3)
    threads.putMessages('cnv_1', { messages: [message(1), message(2), message(3)], hasOlder: false })
    threads.receive(message(2), 2)
    expect(thread().messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(thread().hasOlder).toBe(false)
  })

  it('begin anew with the newest messages of one that others were merged into, and keep what came meanwhile', () => {
    const { threads, thread } = withConversation()
    threads.putMessages('cnv_1', { messages: [message(1), message(2)], hasOlder: false })
    threads.receive(message(9), 9)
    threads.putNewest('cnv_1', { messages: [message(7), message(8)], hasOlder: true })
    expect(
      thread().messages.map(({ seq }) => seq),
      'none between 2 and 7 is known',
    ).toEqual([7, 8, 9])
    expect(thread().hasOlder).toBe(true)
  })

  it('are never brought back by what comes late', () => {
    const { threads, thread } = withConversation({ rev: 5, status: 'CLOSED' })
    threads.putConversation(conversation({ rev: 4, status: 'ACTIVE' }))
    expect(thread().conversation.status).toBe('CLOSED')
    threads.putConversation(conversation({ rev: 6, status: 'WAITING' }))
    expect(thread().conversation.status).toBe('WAITING')
  })

  it('count what the other side has written and the visitor has not read', () => {
    const { threads } = withConversation({ seq: 2, rev: 2, visitorReadSeq: 2 })
    expect(threads.receive(message(3), 3)).toBe(true)
    expect(threads.receive(message(3), 3), 'it came twice').toBe(false)
    expect(threads.receive(message(4, { senderType: 'VISITOR' }), 4)).toBe(false)
    expect(threads.unreadCount.value).toBe(1)
    threads.putConversation(conversation({ rev: 5, visitorReadSeq: 4, visitorUnreadCount: 0 }))
    expect(threads.unreadCount.value).toBe(0)
    // What the server has counted already is not counted again.
    threads.putConversation(conversation({ rev: 7, visitorUnreadCount: 2 }))
    threads.receive(message(6), 6)
    expect(threads.unreadCount.value).toBe(2)
  })

  it('have news, counted once, where the conversation has come before its message', () => {
    const { threads } = withConversation({ seq: 1, rev: 1, visitorReadSeq: 1 })
    threads.putConversation(conversation({ seq: 2, rev: 3, visitorReadSeq: 1, visitorUnreadCount: 1 }))
    expect(threads.receive(message(2), 3)).toBe(true)
    expect(threads.unreadCount.value).toBe(1)
  })

  it('show the one with the newest message first, and its beginning', () => {
    const { threads } = withConversation()
    threads.putConversation(conversation({ id: 'cnv_2', updatedAt: '2026-01-01T11:00:00.000Z' }))
    expect(threads.list.value.map((thread) => thread.conversation.id)).toEqual(['cnv_2', 'cnv_1'])
    threads.receive(message(1, { createdAt: '2026-01-01T12:00:00.000Z' }), 1)
    expect(threads.list.value.map((thread) => thread.conversation.id)).toEqual(['cnv_1', 'cnv_2'])
    expect(threads.list.value[0]!.conversation.lastMessage?.content).toBe('message 1')
  })

  it('take no message of a conversation that was deleted', () => {
    const { threads } = withConversation()
    threads.remove('cnv_1')
    expect(threads.receive(message(1), 1)).toBe(false)
    expect(threads.byId.value.size).toBe(0)
  })
})
