import { createParley } from '@parley/client/index'
import { describe, expect, it, vi } from 'vitest'
import { Drafts } from '../src/store/drafts.ts'
import { Topics } from '../src/store/topics.ts'
import { isRunning, Uploads } from '../src/store/uploads.ts'
import { memoryStorage } from './fixtures.ts'

const place = { channelId: 'channel' }
const file = new File(['lamp'], 'lamp.txt', { type: 'text/plain' })

/** Uploads whose server gives each its answer in turn; without one left, it takes the file. */
function open(answers: ('no network' | 413)[]) {
  const fetch: typeof globalThis.fetch = async (url) => {
    if (!String(url).includes('/upload')) return Response.json({ success: true, data: null, meta: {} })
    const answer = answers.shift()
    if (answer === 'no network') throw new TypeError('fetch failed')
    const error = { code: 'payload_too_large', message: 'The file may be at most 5 bytes.' }
    if (answer) return Response.json({ success: false, error }, { status: answer })
    const files = [{ id: 'file', name: 'lamp.txt', size: 4, type: 'text/plain', url: '' }]
    return Response.json({ success: true, data: { files }, meta: {} })
  }
  const parley = createParley({ baseUrl: 'http://parley.test', token: 'token', fetch, maxRetries: 0 })
  const topics = new Topics()
  const drafts = new Drafts({ parley, topics, storage: memoryStorage(), storageKey: 'drafts', restMs: 1 })
  return { uploads: new Uploads(parley, topics, drafts), drafts }
}

const failed = ({ uploads }: ReturnType<typeof open>) =>
  vi.waitUntil(() => uploads.in(place).length > 0 && !uploads.in(place).some(isRunning))

describe('a file that could not be uploaded', () => {
  it.each([
    ['no network', 'offline'],
    [413, 'payload_too_large'],
  ] as const)('stays with its reason (%s), and is the draft’s once it is tried again', async (answer, code) => {
    const opened = open([answer])
    const { uploads, drafts } = opened
    drafts.write(place, { content: 'Look', files: [] })
    uploads.add(place, file)
    await failed(opened)
    expect(uploads.in(place)).toMatchObject([{ file, refusal: { code } }])
    uploads.retry(place, uploads.in(place)[0]!.key)
    expect(uploads.in(place).some(isRunning)).toBe(true)
    await vi.waitUntil(() => drafts.get(place)?.files.length === 1)
    expect(uploads.in(place)).toEqual([])
    expect(drafts.get(place)).toMatchObject({ content: 'Look', files: [{ id: 'file' }] })
  })

  it('is forgotten when it is removed', async () => {
    const opened = open(['no network'])
    const { uploads, drafts } = opened
    uploads.add(place, file)
    await failed(opened)
    uploads.remove(place, uploads.in(place)[0]!.key)
    expect(uploads.in(place)).toEqual([])
    expect(drafts.get(place)).toBeUndefined()
  })
})
