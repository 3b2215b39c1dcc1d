import { randomUUID } from 'node:crypto'
import { title } from '@parley/contracts/endpoint'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { storeFile } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { DB } from '../src/schema.ts'
import { claimFile, failFile, findReadableWorkspaces, postponeFile, storePassages } from '../src/store/file-texts.ts'
import { file, get, objectsOf, picture, upload } from './files-scene.ts'
import { setScene } from './scene.ts'
import { connectAs, storeFile as storeFileOfService } from './service-scene.ts'

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

describe(title(storeFile), () => {
  const acting = (
    userId: string | null,
    inWorkspace = ada.workspaceId,
    service: 'chat-engine' | 'integrations' = 'chat-engine',
  ) => scene.messaging.callAs({ kind: 'service', service, workspaceId: inWorkspace, userId })
  const input = (where = general) => ({ files: [file('photo.png', png)], channel_id: where })

  it('stores for a service what the person it acts for may upload, and only a service attaches it', async () => {
    const { data } = await acting(bob.userId).call(storeFile, input())
    expect(data).toMatchObject({ name: 'photo.png', type: 'image/png', width: 20, has_thumbnail: true })
    expect(data).not.toHaveProperty('url')
    expect(await answerTo(bob, postMessage, { channel_id: general, content: '', attachments: [data] })).toMatchObject({
      status: 400,
    })
    const engine = await connectAs(scene.database, 'chat-engine')
    const author = { type: 'user', user_id: bob.userId } as const
    const place = { workspaceId: bob.workspaceId, channelId: general }
    const posted = await engine.post(place, author, { file_ids: [data.id] }, 'with a file')
    expect(posted).toMatchObject({ outcome: 'posted', message: { attachments: [{ id: data.id }] } })
  })

  it('refuses whoever may not upload there, and a service that names nobody', async () => {
    const secret = await channel({ is_private: true }, [bob])
    expect(await acting(cyd.userId).answer(storeFile, input(secret))).toMatchObject({ status: 404 })
    expect(await acting(scene.eve.userId, scene.eve.workspaceId).answer(storeFile, input())).toMatchObject({
      status: 404,
    })
    expect(await acting(null).answer(storeFile, input())).toMatchObject({ status: 403 })
    expect(await answerTo(bob, storeFile, input())).toMatchObject({ status: 403 })
  })

  it('stores what comes in from another platform for nobody, in the workspace’s channels alone', async () => {
    const bridge = acting(null, ada.workspaceId, 'integrations')
    const secret = await channel({ is_private: true }, [bob])
    const { data } = await bridge.call(storeFile, input(secret))
    expect(data).toMatchObject({ name: 'photo.png', type: 'image/png' })
    const elsewhere = acting(null, scene.eve.workspaceId, 'integrations')
    for (const refused of [
      await elsewhere.answer(storeFile, input(secret)),
      await bridge.answer(storeFile, input(randomUUID())),
    ])
      expect(refused).toMatchObject({ status: 404 })
  })
})

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

describe('a document that is attached is queued to be read', () => {
  const { database } = scene
  const { workspaceId } = ada
  const db = createDatabase<DB>('messaging', {
    url: database.urlOf('messaging'),
    poolSize: 4,
    log: createLog('file texts', { LOG_LEVEL: 'silent' }),
  })
  closeAfterwards({ close: () => db.destroy() })
  const passage = { text: 'The kettle is on the shelf.', headings: ['Kitchen'], place: 'page 2' }
  const rowsOf = (...ids: string[]) =>
    database.query(
      `select t.status, t.failure, t.attempts, count(p.ordinal)::int as passages
       from messaging.file_texts t left join messaging.file_passages p using (workspace_id, file_id)
       where t.file_id = any($1) group by t.workspace_id, t.file_id order by t.file_id`,
      [ids],
    )

  it('once, what is live before what is imported, one at a time of a workspace', async () => {
    const bridge = await connectAs(database, 'integrations')
    const imported = await storeFileOfService(database, { workspaceId, channelId: general })
    const author = { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' } as const
    const old = { key: 'old', author, content: '', created_at: '2020-01-01T00:00:00.000Z', file_ids: [imported] }
    expect(await bridge.import({ workspaceId, channelId: general }, [old])).toMatchObject({ stored: 1 })
    await scene.indexed()
    const [plan] = await upload(scene, bob, general, file('plan.txt'))
    const message = await send(plan!.id, (await photo()).id)
    await scene.indexed()
    const claimed = await Promise.all([1, 2, 3, 4].map(() => claimFile(db, workspaceId)))
    const [first, ...others] = claimed.filter((each) => each !== undefined)
    expect([first, others]).toEqual([
      { workspaceId, id: plan!.id, name: 'plan.txt', type: 'text/plain', attempt: 1, crashes: 0, slowReads: 0 },
      [],
    ])
    expect(await claimFile(db, workspaceId)).toBeUndefined()
    expect(await findReadableWorkspaces(db)).toEqual([])
    await storePassages(db, first!, [passage, passage])
    expect(await findReadableWorkspaces(db)).toEqual([workspaceId])
    expect(await rowsOf(plan!.id)).toEqual([{ status: 'ready', failure: null, attempts: 1, passages: 2 }])

    // An edit queues nothing again, and whoever died leaves the file to the next, who alone stores what it says.
    await scene.edit(message, 'a plan')
    await scene.indexed()
    const dead = await claimFile(db, workspaceId)
    expect(dead).toMatchObject({ id: imported, attempt: 1 })
    await database.query('update messaging.file_texts set claimed_until = now() where file_id = $1', [imported])
    const next = await claimFile(db, workspaceId)
    expect(next).toMatchObject({ id: imported, attempt: 2, crashes: 1, slowReads: 0 })
    await storePassages(db, dead!, [passage])
    expect(await rowsOf(imported)).toEqual([{ status: 'queued', failure: null, attempts: 2, passages: 0 }])
    await postponeFile(db, next!, { seconds: 60, wasSlow: true })
    expect(await claimFile(db, workspaceId)).toBeUndefined()
    expect(await findReadableWorkspaces(db)).toEqual([])
    await database.query('update messaging.file_texts set due_at = now() where file_id = $1', [imported])
    expect(await claimFile(db, workspaceId)).toMatchObject({ attempt: 3, crashes: 1, slowReads: 1 })
    await failFile(db, { ...next!, attempt: 3 }, 'damaged')
    expect(await rowsOf(imported)).toEqual([{ status: 'failed', failure: 'damaged', attempts: 3, passages: 0 }])
  })

  it('and its text goes with its message, be it that it is just being stored', async () => {
    const files = await upload(scene, bob, general, ...['one.txt', 'two.txt', 'three.txt'].map((name) => file(name)))
    const ids = files.map(({ id }) => id)
    const message = await send(...ids)
    await scene.indexed()
    await storePassages(db, (await claimFile(db, workspaceId))!, [passage])
    const second = (await claimFile(db, workspaceId))!
    expect(await rowsOf(...ids)).toHaveLength(3)
    await Promise.all([scene.delete(message), storePassages(db, second, [passage])])
    expect(await rowsOf(...ids)).toEqual([])
    expect(await database.query('select from messaging.file_passages where file_id = any($1)', [ids])).toEqual([])
    await storePassages(db, second, [passage])
    expect(await claimFile(db, workspaceId)).toBeUndefined()
  })
})
