import { describe, expect, it } from 'vitest'
import { Messages } from '../src/store/messages.ts'
import { Topics } from '../src/store/topics.ts'
import { message } from './fixtures.ts'

const open = (isShown = (_: string) => false) => new Messages(new Topics(), isShown)

const thumb = { id: 'r', message_id: 'message-1', channel_id: 'channel', emoji: '👍', created_at: '' }

describe('messages', () => {
  it('take the higher rev, whichever comes first', () => {
    const messages = open()
    messages.put(message(1, { rev: 5, content: 'edited' }))
    messages.put(message(1, { rev: 1, content: 'as it was' }))
    expect(messages.get('message-1')).toMatchObject({ rev: 5, content: 'edited' })
    messages.put(message(1, { rev: 6, content: 'edited again' }))
    expect(messages.get('message-1')!.content).toBe('edited again')
  })

  it('take the fresh URLs of files from an older answer as well', () => {
    const file = { id: 'f', name: 'a.png', size: 1, type: 'image/png', width: 1, height: 1, thumbnail_url: null }
    const messages = open()
    messages.put(message(1, { rev: 5, content: 'edited', attachments: [{ ...file, url: '/old' }] }))
    messages.put(message(1, { rev: 1, attachments: [{ ...file, url: '/fresh' }] }))
    expect(messages.get('message-1')).toMatchObject({ content: 'edited', attachments: [{ url: '/fresh' }] })
  })

  it('stay deleted, whatever comes late', () => {
    const messages = open()
    messages.put(message(1))
    messages.remove({ id: 'message-1', rev: 3 })
    messages.put(message(1, { rev: 2 }))
    expect(messages.get('message-1')).toBeUndefined()
    messages.remove({ id: 'message-2', rev: 4 })
    messages.put(message(2))
    expect(messages.get('message-2')).toBeUndefined()
  })

  it('count a reaction once, and not at all where it is known', () => {
    const messages = open()
    messages.put(message(1))
    messages.react({ ...thumb, user_id: 'bob' }, 2, 1)
    messages.react({ ...thumb, user_id: 'bob' }, 2, 1)
    expect(messages.get('message-1')!.reactions).toEqual([{ emoji: '👍', count: 1, user_ids: ['bob'] }])
    messages.react({ ...thumb, user_id: null }, 3, 1)
    expect(messages.get('message-1')!.reactions).toEqual([{ emoji: '👍', count: 2, user_ids: ['bob'] }])
    messages.react({ ...thumb, user_id: 'bob' }, 4, -1)
    messages.react({ ...thumb, user_id: null }, 5, -1)
    expect(messages.get('message-1')).toMatchObject({ reactions: [], reaction_count: 0, rev: 5 })
  })

  it('count a reply at its root once', () => {
    const messages = open()
    messages.put(message(1))
    const reply = message(2, { parent_message_id: 'message-1', user_id: 'bob' })
    messages.countReply(reply)
    messages.countReply(reply)
    const expected = { reply_count: 1, last_reply_at: reply.created_at, participants: ['bob'] }
    expect(messages.get('message-1')).toMatchObject(expected)
    // An answer that was on its way before the reply has the same rev.
    messages.put(message(1))
    expect(messages.get('message-1')).toMatchObject({ reply_count: 1 })
  })

  it('are bounded: those that no window shows go first', () => {
    const messages = open((id) => id === 'message-1')
    for (let seq = 1; seq <= 5_001; seq++) messages.put(message(seq))
    expect(messages.get('message-1')).toBeDefined()
    expect(messages.get('message-2')).toBeUndefined()
    expect(messages.get('message-5001')).toBeDefined()
  })
})
