import { startMediaApi } from '@parley/testing/media-api'
import { describe, expect, it } from 'vitest'
import { createMedia } from '../../src/tools/media.ts'

const api = await startMediaApi()
const settings = {
  MEDIA_URL: api.url,
  MEDIA_API_KEY: api.apiKey,
  MEDIA_MODEL: 'pictures-1',
  MEDIA_VIDEO_MODEL: 'videos-1',
}
const media = createMedia(settings, { pollMs: 1 })
const never = new AbortController().signal

describe('media', () => {
  it('makes a picture of what is asked for', async () => {
    const made = await media.make({ kind: 'image', prompt: 'A brass key' }, never)
    expect(made).toEqual({ name: 'image.png', type: 'image/png', bytes: api.picture })
    expect(api.prompts.at(-1)).toBe('A brass key')
  })

  it('makes a video, and waits until it is done', async () => {
    const made = await media.make({ kind: 'video', prompt: 'A key that turns' }, never)
    expect(made).toEqual({ name: 'video.mp4', type: 'video/mp4', bytes: api.video })
  })

  it('says so where a video cannot be made', async () => {
    api.nextVideo = 'failed'
    await expect(media.make({ kind: 'video', prompt: 'x' }, never)).rejects.toMatchObject({ code: 'bad_gateway' })
    api.nextVideo = 'completed'
  })

  it.each([
    ['MEDIA_URL', 'image'],
    ['MEDIA_MODEL', 'image'],
    ['MEDIA_VIDEO_MODEL', 'video'],
  ] as const)('is a 503 that names %s where that is missing', async (setting, kind) => {
    const without = createMedia({ ...settings, [setting]: undefined })
    const refusal = { code: 'unavailable', message: `Not configured: ${setting}.` }
    expect(() => without.check(kind)).toThrow(expect.objectContaining(refusal))
    await expect(without.make({ kind, prompt: 'x' }, never)).rejects.toMatchObject(refusal)
  })

  it.each([
    [429, 'unavailable'],
    [401, 'unavailable'],
    [400, 'bad_gateway'],
    [500, 'bad_gateway'],
  ])('answers a %s of the service as %s', async (status, code) => {
    api.nextStatus = status
    await expect(media.make({ kind: 'image', prompt: 'x' }, never)).rejects.toMatchObject({ code })
  })

  it('ends with its caller', async () => {
    const leaving = new AbortController()
    api.pollsUntilDone = Number.POSITIVE_INFINITY
    const made = media.make({ kind: 'video', prompt: 'x' }, leaving.signal)
    leaving.abort(new Error('gone'))
    await expect(made).rejects.toThrow('gone')
    api.pollsUntilDone = 2
  })
})
