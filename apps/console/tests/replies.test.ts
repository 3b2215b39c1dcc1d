import type { Parley } from '@parley/client/index'
import { describe, expect, it } from 'vitest'
import { Replies } from '../src/store/desk/replies.ts'
import { Topics } from '../src/store/topics.ts'
import { memoryStorage } from './fixtures.ts'

const neverAnswers = { agent: { sendMessage: () => new Promise(() => {}) } } as unknown as Parley

describe('replies of the desk over a reload', () => {
  it('are drafts again where they had files, which are named', () => {
    const storage = memoryStorage()
    const open = () =>
      new Replies({
        parley: neverAnswers,
        topics: new Topics(),
        storage,
        storageKey: 'replies',
        onSent: () => {},
        onLost: () => {},
      })
    const before = open()
    before.write('cnv_1', 'reply', { content: 'See the plan', files: [new File(['…'], 'plan.pdf')] })
    before.send('cnv_1', 'reply')
    before.write('cnv_1', 'reply', { content: 'And this', files: [new File(['…'], 'photo.png')] })

    before.leave()

    const after = open()
    const draft = after.draft('cnv_1', 'reply')
    expect(draft).toEqual({ content: 'See the plan\n\nAnd this', files: [], lostFiles: ['plan.pdf', 'photo.png'] })
    expect(after.in('cnv_1')).toEqual([])
    after.write('cnv_1', 'reply', { lostFiles: [] })
    expect(open().draft('cnv_1', 'reply').lostFiles).toEqual([])
  })

  it('without files go on being sent', () => {
    const storage = memoryStorage()
    const options = {
      parley: neverAnswers,
      topics: new Topics(),
      storage,
      storageKey: 'replies',
      onSent: () => {},
      onLost: () => {},
    }
    const before = new Replies(options)
    before.write('cnv_1', 'reply', { content: 'Yes' })
    before.send('cnv_1', 'reply')
    expect(new Replies(options).in('cnv_1')).toMatchObject([{ content: 'Yes' }])
  })
})
