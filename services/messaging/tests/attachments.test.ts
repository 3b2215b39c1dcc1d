import { deleteMessage } from '@parley/contracts/messages/changes'
import { postMessage } from '@parley/contracts/messages/messages'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { file, get, objectsOf, picture, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, as, channel, answerTo, post } = scene
const { ada, bob, cyd } = acme
const general = await channel({}, [bob, cyd])
let png: Buffer<ArrayBuffer>
beforeAll(async () => {
  png = Buffer.from(await picture(20, 20).png().toBuffer())
})

const photo = async (where = general) => (await upload(scene, bob, where, file('photo.png', png)))[0]!
const send = async (...ids: string[]) =>
  (await as(bob).call(postMessage, { channel_id: general, content: '', attachments: ids.map((id) => ({ id })) })).data

describe('a file is carried by a message', () => {
  it('with text or without, up to ten, also as the JSON string of the document’s sample', async () => {
    const [one, other] = [await photo(), await photo()]
    const message = await send(one.id, other.id)
    expect(message.content).toBe('')
    expect(message.attachments).toEqual([
      { ...one, url: expect.any(String), thumbnail_url: expect.any(String) },
      { ...other, url: expect.any(String), thumbnail_url: expect.any(String) },
    ])
    const third = await photo()
    const text = await answerTo(bob, postMessage, {
      channel_id: general,
      content: 'see',
      attachments: JSON.stringify([{ id: third.id }]),
    })
    expect(text).toMatchObject({ status: 201, body: { data: { attachments: [{ id: third.id }] } } })
    expect(await answerTo(bob, postMessage, { channel_id: general, content: 'x', attachments: '[]' })).toMatchObject({
      status: 201,
      body: { data: { attachments: null } },
    })
    expect(await post(bob, general)).toMatchObject({ attachments: null })
    const eleven = Array.from({ length: 11 }, () => ({ id: third.id }))
    expect(await answerTo(bob, postMessage, { channel_id: general, content: 'x', attachments: eleven })).toMatchObject({
      status: 400,
    })
    expect(await answerTo(bob, postMessage, { channel_id: general, content: '' })).toMatchObject({ status: 400 })
  })

  it('of its uploader alone, in its channel alone, and once', async () => {
    const other = await channel({}, [bob])
    const [mine, elsewhere, sent] = [await photo(), await photo(other), await photo()]
    await send(sent.id)
    const refusedAt = async (index: number, ids: string[], who = bob) => {
      const attachments = ids.map((id) => ({ id }))
      expect(await answerTo(who, postMessage, { channel_id: general, content: 'x', attachments })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: `attachments.${index}.id` }] } },
      })
    }
    await refusedAt(0, [mine.id], cyd)
    await refusedAt(1, [mine.id, elsewhere.id])
    await refusedAt(0, [sent.id, mine.id])
    await refusedAt(1, [mine.id, mine.id])
    await refusedAt(1, [mine.id, '00000000-0000-7000-8000-000000000000'])
    expect((await send(mine.id)).attachments).toHaveLength(1)
  })

  it('one message alone, when two are posted at once', async () => {
    const { id } = await photo()
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => answerTo(bob, postMessage, { channel_id: general, content: 'x', attachments: [{ id }] })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400])
  })

  it('with which it is deleted: at once for everybody, and its bytes soon after', async () => {
    const message = await send((await photo()).id)
    const [shown] = message.attachments!
    const theirs = async () =>
      (await objectsOf(scene, ada.workspaceId)).filter(({ key }) => key.includes(shown!.id)).length
    expect(await theirs()).toBe(2)
    expect((await get(scene, shown!.url)).status).toBe(200)
    await as(bob).call(deleteMessage, { id: message.id })
    expect((await get(scene, shown!.url)).status).toBe(404)
    expect((await get(scene, shown!.thumbnail_url!)).status).toBe(404)
    await vi.waitFor(async () => expect(await theirs()).toBe(0), 30_000)
  })
})
