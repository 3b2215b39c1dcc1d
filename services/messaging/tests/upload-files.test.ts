import { title } from '@parley/contracts/endpoint'
import { uploadFiles } from '@parley/contracts/messages/files'
import { describe, expect, it } from 'vitest'
import { bytesOf, file, get, noise, picture, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { as, acme, channel } = scene
const { bob } = acme
const general = await channel({}, [bob])

describe(title(uploadFiles), () => {
  it('answers what the document shows, and what a message needs', async () => {
    const answer = await as(bob).answer(uploadFiles, {
      files: [file('report.txt', 'quarterly', 'application/pdf')],
      conversation_id: general,
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      success: true,
      data: {
        files: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            name: 'report.txt',
            size: 9,
            type: 'text/plain',
            width: null,
            height: null,
            url: expect.stringContaining('http://localhost:8080/api/v2/files/'),
            thumbnail_url: null,
          },
        ],
        conversation_id: general,
        conversation_type: 'channel',
      },
    })
  })

  it('keeps every byte of every file, in the order of the form', async () => {
    const contents = [noise(300_000), noise(1), noise(70_000), Buffer.alloc(0)]
    const files = await upload(scene, bob, general, ...contents.map((content, i) => file(`f${i}.bin`, content)))
    expect(files.map(({ name, size }) => [name, size])).toEqual(contents.map(({ length }, i) => [`f${i}.bin`, length]))
    for (const [i, { url }] of files.entries())
      expect((await bytesOf(await get(scene, url))).equals(contents[i]!)).toBe(true)
  })

  it('measures a picture as it is shown, and gives it a thumbnail', async () => {
    const turned = await picture(1200, 600).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const [shown] = await upload(scene, bob, general, file('photo.bin', Buffer.from(turned)))
    expect(shown).toMatchObject({ type: 'image/jpeg', width: 600, height: 1200 })
    const thumbnail = await get(scene, shown!.thumbnail_url!)
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
    expect((await bytesOf(thumbnail)).subarray(8, 12).toString()).toBe('WEBP')
  })
})
