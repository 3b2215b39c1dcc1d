import { getMessage } from '@parley/contracts/messages/messages'
import { describe, expect, it } from 'vitest'
import { file, get, noise, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

/** More than all buffers on the way hold, so that a download that is not read does not end. */
const size = 16 * 1024 * 1024
const scene = await setScene({ env: { DOWNLOADS_PER_PERSON: '2' } })
const { acme, as, channel } = scene
const { bob, cyd } = acme
const general = await channel({}, [bob, cyd])

describe('downloads by one person’s URLs', () => {
  it('wait for their share, and leave others’ theirs', async () => {
    const [uploaded] = await upload(scene, bob, general, file('large.bin', noise(size)))
    const { id, attachments } = await scene.post(bob, general, 'see', { attachments: [{ id: uploaded!.id }] })
    const bobs = attachments![0]!.url
    const cyds = (await as(cyd).call(getMessage, { id })).data.attachments![0]!.url
    const unread = [await get(scene, bobs), await get(scene, bobs)]
    expect(unread.map(({ status }) => status)).toEqual([200, 200])

    let third: Response | undefined
    const waiting = get(scene, bobs).then((answer) => {
      third = answer
    })
    unread.push(await get(scene, cyds), await get(scene, cyds))
    expect(unread.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(third).toBeUndefined()
    const metrics = await (await fetch(`${scene.messaging.url}/metrics`)).text()
    const of = (gate: string, metric: string) => new RegExp(`^parley_gate_${metric}{gate="${gate}".*} (\\d+)$`, 'm')
    expect([of('downloads', 'running'), of('downloads', 'waiting')].map((line) => line.exec(metrics)?.[1])).toEqual([
      '4',
      '1',
    ])
    for (const gate of ['requests', 'uploads', 'writes', 'pictures']) expect(metrics).toMatch(of(gate, 'running'))

    await unread[0]!.body!.cancel()
    await waiting
    expect(third!.status).toBe(200)
    for (const { body } of [...unread.slice(1), third!]) await body!.cancel()
  })
})
