import { title } from '@parley/contracts/endpoint'
import { getMe, updateMe } from '@parley/contracts/identity/auth'
import { getAvatar, uploadAvatar } from '@parley/contracts/identity/avatars'
import { newcomer } from '@parley/testing/people'
import sharp from 'sharp'
import { describe, expect, it, vi } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const ada = await newcomer(scene, 'ada')

const red = { r: 200, g: 20, b: 20 }
const drawn = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: red } })
type Bytes = ConstructorParameters<typeof File>[0][number]
const upload = (bytes: Bytes, name = 'me.png') => ada.client.answer(uploadAvatar, { avatar: [new File([bytes], name)] })
const shown = async (url: string) => {
  const response = await fetch(`${scene.url}${new URL(url).pathname}`)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe(title(uploadAvatar), () => {
  it('keeps a square of the picture, upright and without metadata, and is the person’s from then on', async () => {
    const photo = await drawn(1_200, 600)
      .withExif({ IFD0: { Copyright: 'at home' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer()
    const { status, body } = await upload(photo)
    expect(status).toBe(200)
    const { avatar_url } = (body as { data: { avatar_url: string } }).data
    expect((await ada.call(getMe)).avatarUrl).toBe(avatar_url)
    const { response, bytes } = await shown(avatar_url)
    expect(response.headers.get('content-type')).toBe('image/webp')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    expect(bytes.includes('at home')).toBe(false)
  })

  it('is another URL with each picture, and the one before is gone', async () => {
    const urlOf = async (bytes: Bytes) =>
      ((await upload(bytes)).body as { data: { avatar_url: string } }).data.avatar_url
    const first = await urlOf(await drawn(10, 10).png().toBuffer())
    const second = await urlOf(await drawn(10, 10).png().toBuffer())
    expect(second).not.toBe(first)
    expect((await shown(first)).response.status).toBe(404)
    expect((await shown(second)).response.status).toBe(200)
  })

  it('is gone with the person’s choice of none', async () => {
    const { body } = await upload(await drawn(10, 10).png().toBuffer())
    const { avatar_url: avatarUrl } = (body as { data: { avatar_url: string } }).data
    await ada.call(updateMe, { avatarUrl })
    expect((await shown(avatarUrl)).response.status).toBe(200)
    await ada.call(updateMe, { avatarUrl: null })
    expect((await shown(avatarUrl)).response.status).toBe(404)
  })

  it.each([
    ['a text', 'no picture at all'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'],
    [
      'half a picture',
      drawn(900, 900)
        .png()
        .toBuffer()
        .then((bytes) => bytes.subarray(0, bytes.length / 2)),
    ],
    ['nothing', ''],
  ])('refuses %s', async (_what, bytes) => {
    const before = (await ada.call(getMe)).avatarUrl
    expect(await upload(await bytes)).toMatchObject({ status: 400, body: { error: { details: [{ path: 'avatar' }] } } })
    expect((await ada.call(getMe)).avatarUrl).toBe(before)
  })

  it('takes two of a person’s at once, and others’ meanwhile', async () => {
    const gate = async () => {
      const text = await (await fetch(`${scene.url}/metrics`)).text()
      const measured = (name: string) => Number(new RegExp(`${name}\\{.*gate="avatars".*\\} (\\d+)`).exec(text)?.[1])
      return [measured('parley_gate_running'), measured('parley_gate_waiting')]
    }
    const leaving = new AbortController()
    const slow = Array.from({ length: 3 }, () =>
      fetch(`${scene.url}/api/v2/avatar`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'multipart/form-data; boundary=b' },
        body: new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('--b\r\n')) }),
        duplex: 'half',
        signal: leaving.signal,
      } as RequestInit).catch(() => {}),
    )
    await vi.waitFor(async () => expect(await gate()).toEqual([2, 1]), 30_000)
    const eve = await newcomer(scene, 'eve')
    const picture = new File([await drawn(10, 10).png().toBuffer()], 'eve.png')
    expect((await eve.client.answer(uploadAvatar, { avatar: [picture] })).status).toBe(200)
    leaving.abort()
    await Promise.all(slow)
    await vi.waitFor(async () => expect(await gate()).toEqual([0, 0]), 30_000)
  })

  it('refuses a file of more than 5 MiB', async () => {
    expect((await upload(Buffer.alloc(5 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('answers an unknown picture and what is no id alike', async () => {
    const answers = await Promise.all(
      [unknownId, 'nothing'].map((id) => scene.client().request('GET', `/api/v2/avatars/${id}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(title(getAvatar)).toBe('GET /api/v2/avatars/:id')
  })
})
