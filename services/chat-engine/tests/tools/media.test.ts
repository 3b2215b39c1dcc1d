import { buffer } from 'node:stream/consumers'
import { startMediaApi } from '@parley/testing/media-api'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMedia, type MadeMedia, type MediaKind } from '../../src/tools/media.ts'

const api = await startMediaApi()
const { settings, picture } = api
const media = createMedia(settings, { pollMs: 1 })
const never = new AbortController().signal
const wanting = (kind: MediaKind, prompt = 'x') => ({ kind, prompt, onAsked: vi.fn(), onTaken: vi.fn() })
const bytesOf = ({ content }: MadeMedia) => buffer(content)

afterEach(() => {
  api.picture = picture
  api.pollsUntilDone = 1
  api.nextVideo = 'completed'
})

describe('media', () => {
  it('makes a picture of what is asked for, and says what it has used', async () => {
    const request = wanting('image', 'A brass key')
    const made = await media.make(request, never)
    expect(made).toMatchObject({ name: 'image.png', type: 'image/png' })
    expect(await bytesOf(made)).toEqual(picture)
    expect(api.prompts.at(-1)).toBe('A brass key')
    expect(request.onTaken.mock.calls).toEqual([['pictures-1', { inputTokens: 12, outputTokens: 1_056 }]])
  })

  it('makes a video, and waits until it is done', async () => {
    api.pollsUntilDone = 3
    const made = await media.make(wanting('video', 'A key that turns'), never)
    expect(made).toMatchObject({ name: 'video.mp4', type: 'video/mp4' })
    expect(await bytesOf(made)).toEqual(api.video)
  })

  it('calls a picture what it is', async () => {
    api.picture = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
    expect(await media.make(wanting('image'), never)).toMatchObject({ name: 'image.gif', type: 'image/gif' })
  })

  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing that may run scripts', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
    ['nothing', 'A'],
  ])('is a 502 for %s in place of a picture, which counts all the same', async (_, content) => {
    api.picture = Buffer.from(content)
    const request = wanting('image')
    await expect(media.make(request, never)).rejects.toMatchObject({ code: 'bad_gateway' })
    expect(request.onTaken).toHaveBeenCalledOnce()
  })

  it('says so where a video cannot be made', async () => {
    api.nextVideo = 'failed'
    await expect(media.make(wanting('video'), never)).rejects.toMatchObject({ code: 'bad_gateway' })
  })

  it.each([
    ['MEDIA_URL', 'image'],
    ['MEDIA_MODEL', 'image'],
    ['MEDIA_VIDEO_MODEL', 'video'],
  ] as const)('is a 503 that names %s where that is missing', async (setting, kind) => {
    const without = createMedia({ ...settings, [setting]: undefined })
    const refusal = { code: 'unavailable', message: `Not configured: ${setting}.` }
    expect(() => without.check(kind)).toThrow(expect.objectContaining(refusal))
    await expect(without.make(wanting(kind), never)).rejects.toMatchObject(refusal)
  })

  it.each([
    [429, 'unavailable'],
    [401, 'unavailable'],
    [400, 'bad_gateway'],
    [500, 'bad_gateway'],
  ])('answers a %s of the service as %s, which does not count', async (status, code) => {
    api.nextStatus = status
    const request = wanting('image')
    await expect(media.make(request, never)).rejects.toMatchObject({ code })
    expect(request.onTaken).not.toHaveBeenCalled()
  })

  it('counts a picture that its caller does not wait for', async () => {
    const leaving = new AbortController()
    const gate = Promise.withResolvers<void>()
    api.gate = gate.promise
    const asked = api.prompts.length
    const request = wanting('image')
    const made = media.make(request, leaving.signal)
    await vi.waitFor(() => expect(api.prompts.length).toBe(asked + 1))
    leaving.abort(new Error('gone'))
    await expect(made).rejects.toThrow('gone')
    expect(request.onTaken.mock.calls).toEqual([['pictures-1', { inputTokens: 0, outputTokens: 0 }]])
    gate.resolve()
  })

  it('ends with its caller', async () => {
    const leaving = new AbortController()
    api.pollsUntilDone = Number.POSITIVE_INFINITY
    const request = wanting('video')
    const made = media.make(request, leaving.signal)
    await vi.waitFor(() => expect(request.onTaken).toHaveBeenCalled())
    leaving.abort(new Error('gone'))
    await expect(made).rejects.toThrow('gone')
  })
})
