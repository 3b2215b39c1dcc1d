import { title } from '@parley/contracts/endpoint'
import { listChannelFiles } from '@parley/contracts/messages/files'
import { getMessage } from '@parley/contracts/messages/messages'
import { describe, expect, it } from 'vitest'
import { file, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

describe(title(listChannelFiles), () => {
  it('lists the newest first, replies too, without what has no files or is deleted, and pages', async () => {
    const channel = await scene.channel({}, [bob])
    const withFile = async (name: string) => ({
      attachments: (await upload(scene, ada, channel, file(name))).map(({ id }) => ({ id })),
    })
    const root = await scene.post(ada, channel, 'one', await withFile('one.txt'))
    await scene.post(bob, channel, 'no file')
    const reply = await scene.post(ada, channel, 'two', { ...(await withFile('two.txt')), parent_message_id: root.id })
    const gone = await scene.post(ada, channel, 'three', await withFile('three.txt'))
    await scene.delete(gone)
    const last = await scene.post(ada, channel, 'four', await withFile('four.txt'))
    const list = (query: object = {}) => as(bob).call(listChannelFiles, { id: channel, ...query })
    const names = ({ messages }: Awaited<ReturnType<typeof list>>) =>
      messages.flatMap(({ attachments }) => attachments!.map(({ name }) => name))

    const all = await list()
    expect([names(all), all.has_more]).toEqual([['four.txt', 'two.txt', 'one.txt'], false])
    const { url } = all.messages[0]!.attachments![0]!
    expect((await fetch(scene.messaging.url + new URL(url).pathname + new URL(url).search)).status).toBe(200)
    expect(all.messages[1]!.id).toBe((await as(bob).call(getMessage, { id: reply.id })).data.id)
    const first = await list({ limit: 1 })
    expect([names(first), first.has_more]).toEqual([['four.txt'], true])
    const next = await list({ limit: 2, before: last.id })
    expect([names(next), next.has_more]).toEqual([['two.txt', 'one.txt'], false])
    for (const before of [gone.id, unknownId])
      expect(await answerTo(bob, listChannelFiles, { id: channel, before })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'before' }] } },
      })
  })

  it('is there for whoever reads an archived channel, and for nobody who cannot', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    await scene.archive(channel)
    expect(await as(bob).call(listChannelFiles, { id: channel })).toEqual({
      success: true,
      messages: [],
      has_more: false,
    })
    for (const who of [cyd, gus, eve])
      expect(await answerTo(who, listChannelFiles, { id: channel })).toEqual(
        await answerTo(who, listChannelFiles, { id: unknownId }),
      )
  })
})
