import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Outgoing } from '../src/frame/model/outbox.ts'
import { readUnsent, saveUnsent, type Unsent } from '../src/frame/model/unsent.ts'

const outgoing = (key: string, changes: Partial<Outgoing> = {}): Outgoing => ({
  key,
  conversationId: 'cnv_1',
  content: key,
  files: [],
  createdAt: '2026-01-01T10:00:00.000Z',
  state: 'waiting',
  progress: 0,
  ...changes,
})
const draft = (text: string, files: File[] = []) => ({ text, files, lost: [] })
const unsent = (changes: Partial<Unsent> = {}): Unsent => ({
  view: { name: 'conversation', id: 'cnv_1' },
  outgoing: [],
  drafts: [],
  introduction: {},
  ...changes,
})
const plan = new File(['a plan'], 'plan.pdf')

afterEach(() => void vi.useRealTimers())

describe('what is written and not sent', () => {
  it('goes on in the next page, each in its conversation and under its key', () => {
    const left = unsent({
      outgoing: [outgoing('one'), outgoing('two', { state: 'failed', refusal: { code: 'conflict' } })],
      drafts: [
        ['cnv_1', draft('Half a')],
        [undefined, draft('A new one')],
      ],
      introduction: { name: 'Kari' },
    })
    expect(readUnsent(saveUnsent(left, 'vis_1'), 'vis_1')).toEqual(left)
  })

  it('goes on without its files, whose names are kept: a message is a draft again', () => {
    const left = unsent({
      outgoing: [outgoing('with a plan', { files: [plan] })],
      drafts: [['cnv_2', draft('', [plan])]],
    })
    const { outgoing: sent, drafts } = readUnsent(saveUnsent(left, 'vis_1'), 'vis_1')!
    expect(sent).toEqual([])
    expect(drafts).toEqual([
      ['cnv_2', { text: '', files: [], lost: ['plan.pdf'] }],
      ['cnv_1', { text: 'with a plan', files: [], lost: ['plan.pdf'] }],
    ])
  })

  it('is nobody else’s, and nothing after a day', () => {
    vi.useFakeTimers()
    const left = unsent({ drafts: [['cnv_1', draft('Half a')]] })
    const text = saveUnsent(left, 'vis_1')
    expect(readUnsent(text, 'vis_2')).toBeUndefined()
    expect(readUnsent(text, undefined)).toBeUndefined()
    expect(readUnsent(saveUnsent(left, undefined), 'vis_1'), 'who has begun in another tab').toBeDefined()
    vi.advanceTimersByTime(24 * 3_600_000 + 1)
    expect(readUnsent(text, 'vis_1')).toBeUndefined()
  })

  it('is as much as fits, the newest of it, and nothing where there is nothing', () => {
    const many = unsent({
      outgoing: Array.from({ length: 50 }, (_, index) => outgoing(`${index}`)),
      drafts: Array.from({ length: 50 }, (_, index) => [`cnv_${index}`, draft('x'.repeat(10_000))] as const),
    })
    const read = readUnsent(saveUnsent(many, 'vis_1'), 'vis_1')!
    expect(read.outgoing.map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, index) => `${index + 30}`))
    expect(read.drafts).toHaveLength(10)
    expect(read.drafts.at(-1)![0]).toBe('cnv_49')
    expect(saveUnsent(unsent(), 'vis_1')).toBeNull()
    for (const text of [null, undefined, '', 'null', '{}', '{"savedAt":1e15}', '[]'])
      expect(readUnsent(text, 'vis_1'), String(text)).toBeUndefined()
  })
})
