import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { unattachedLimits } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import { deleteUnused, removeDueBytes } from '@parley/files/cleanup'
import { FileStorageConfig } from '@parley/files/config'
import { openStorage, type Storage } from '@parley/files/storage'
import { reserveFiles } from '@parley/files/store/attaching'
import { deleteFilesOfPlace } from '@parley/files/store/deletions'
import { registerObjects } from '@parley/files/store/stored-objects'
import { insertFiles } from '@parley/files/store/uploads'
import { loadConfig } from '@parley/kit/config'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { stores } from '@parley/testing/file-stores'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Db } from '../src/context.ts'
import { file, get, noise, objectsOf, picture, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'

const log = createLog('test', { LOG_LEVEL: 'silent' })

describe.for(Object.entries(stores))('a file, on %s', async ([, environment]) => {
  const env = await environment()
  const scene = await setScene({ env })
  const { acme, as, channel, database, answerTo, post } = scene
  const { ada, bob, cyd } = acme
  const general = await channel({}, [bob, cyd])
  const db: Db = createDatabase('messaging', { url: database.urlOf('messaging'), poolSize: 2, log })
  const config = loadConfig(FileStorageConfig, env)
  const files = openStorage(config, { log })
  closeAfterwards(files.store)
  closeAfterwards({ close: () => db.destroy() })
  let png: Buffer<ArrayBuffer>
  beforeAll(async () => {
    png = Buffer.from(await picture(20, 20).png().toBuffer())
  })

  const photo = async (where = general) => (await upload(scene, bob, where, file('photo.png', png)))[0]!
  const send = async (...ids: string[]) =>
    (await as(bob).call(postMessage, { channel_id: general, content: '', attachments: ids.map((id) => ({ id })) })).data
  const isThere = (key: string) =>
    files.store.open(key, { start: 0, end: 1 }).then(
      (stream) => {
        stream.destroy()
        return true
      },
      () => false,
    )
  const keysOf = async ({ id }: { id: string }) =>
    (await objectsOf(scene, ada.workspaceId)).map(({ key }) => key).filter((key) => key.includes(id))
  const untilGone = (keys: string[]) =>
    vi.waitUntil(
      async () =>
        (await Promise.all(keys.map(isThere))).every((there) => !there) &&
        (await objectsOf(scene, ada.workspaceId)).every(({ key }) => !keys.includes(key)),
      30_000,
    )

  describe('is carried by a message', () => {
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
      const eleven = Array.from({ length: 11 }, () => ({ id: third.id }))
      expect(
        await answerTo(bob, postMessage, { channel_id: general, content: 'x', attachments: eleven }),
      ).toMatchObject({
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
        [1, 2, 3, 4].map(() =>
          answerTo(bob, postMessage, { channel_id: general, content: 'x', attachments: [{ id }] }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400])
    })
  })

  describe('goes with its message', () => {
    it('at once for everybody, and its bytes soon after', async () => {
      const message = await send((await photo()).id)
      const [shown] = message.attachments!
      const keys = await keysOf(shown!)
      expect(keys).toHaveLength(2)
      expect(await isThere(keys[0]!)).toBe(true)
      await as(bob).call(deleteMessage, { id: message.id })
      expect((await get(scene, shown!.url)).status).toBe(404)
      expect((await get(scene, shown!.thumbnail_url!)).status).toBe(404)
      await untilGone(keys)
    })

    it('or its channel', async () => {
      const closing = await channel({}, [bob])
      const uploaded = await Promise.all([1, 2, 3].map(() => photo(closing)))
      const keys = (await Promise.all(uploaded.map(keysOf))).flat()
      expect(await deleteFilesOfPlace(db, { workspaceId: ada.workspaceId, placeId: closing })).toBe(3)
      expect(await deleteFilesOfPlace(db, { workspaceId: ada.workspaceId, placeId: closing })).toBe(0)
      await removeDueBytes(db, files)
      await untilGone(keys)
    })

    it('though the storage refuses for a while, and whenever the process dies', async () => {
      const uploaded = await photo()
      const keys = await keysOf(uploaded)
      let refusals = 3
      const broken: Storage = {
        ...files,
        store: {
          ...files.store,
          async remove(key) {
            if (refusals-- > 0) throw new Error('refused')
            await files.store.remove(key)
          },
        },
      }
      // Deleted as by the messaging that died at once: no job runs, only what PostgreSQL knows remains.
      await database.query('delete from messaging.files where id = $1', [uploaded.id])
      const due = () =>
        database.query('update messaging.stored_objects set remove_at = now() where key = any($1)', [keys])
      await due()
      await expect(removeDueBytes(db, broken)).rejects.toThrow('could not be removed')
      await due()
      await expect(removeDueBytes(db, broken)).rejects.toThrow('could not be removed')
      await due()
      await removeDueBytes(db, broken)
      await untilGone(keys)
    })

    it('and removing what is removed already does no harm', async () => {
      const uploaded = await photo()
      const keys = await keysOf(uploaded)
      for (const key of keys) await files.store.remove(key)
      await database.query('delete from messaging.files where id = $1', [uploaded.id])
      await database.query('update messaging.stored_objects set remove_at = now() where key = any($1)', [keys])
      await removeDueBytes(db, files)
      await untilGone(keys)
    })
  })

  describe('is collected', () => {
    it(`when nobody has sent it within ${unattachedLimits.keptHours} hours, unless it is reserved for later`, async () => {
      const [old, reserved, fresh] = [await photo(), await photo(), await photo()]
      const [oldKeys, reservedKeys] = [await keysOf(old), await keysOf(reserved)]
      const until = new Date(Date.now() + 2 * 86_400_000)
      const { workspaceId, userId: uploaderId } = bob
      await reserveFiles(db, { workspaceId, placeId: general, uploaderId, fileIds: [reserved.id] }, until)
      await database.query(
        `update messaging.files set created_at = created_at - interval '25 hours' where id = any($1)`,
        [[old.id, reserved.id]],
      )
      await deleteUnused(db, files, unattachedLimits.keptHours)
      await removeDueBytes(db, files)
      await untilGone(oldKeys)
      expect((await get(scene, fresh.url)).status).toBe(200)
      expect((await get(scene, reserved.url)).status).toBe(200)
      await database.query('update messaging.files set reserved_until = now() where id = $1', [reserved.id])
      await deleteUnused(db, files, unattachedLimits.keptHours)
      await removeDueBytes(db, files)
      await untilGone(reservedKeys)
    })

    it('but never one that a message carries', async () => {
      const message = await send((await photo()).id)
      await database.query(`update messaging.files set created_at = created_at - interval '25 hours' where id = $1`, [
        message.attachments![0]!.id,
      ])
      await deleteUnused(db, files, unattachedLimits.keptHours)
      expect((await get(scene, message.attachments![0]!.url)).status).toBe(200)
    })

    it('when its upload died between the storage and the database', async () => {
      const key = `${ada.workspaceId}/died`
      await registerObjects(db, ada.workspaceId, [key])
      const path = join(env.PARLEY_DATA!, 'source')
      await writeFile(path, noise(10))
      await files.store.write(key, { path, size: 10, type: 'application/octet-stream' })
      await removeDueBytes(db, files)
      expect(await isThere(key)).toBe(true)
      await database.query(`update messaging.stored_objects set remove_at = now() where key = $1`, [key])
      await removeDueBytes(db, files)
      await untilGone([key])
    })

    it('and cannot become one once its bytes are being removed', async () => {
      const key = `${ada.workspaceId}/late`
      await registerObjects(db, ada.workspaceId, [key])
      await database.query('update messaging.stored_objects set is_deleting = true where key = $1', [key])
      const late = { id: unknownId, name: 'x', type: 'x', size: 1, digest: '00', storageKey: key }
      const none = { width: null, height: null, thumbnailKey: null, thumbnailSize: null }
      const uploader = { kind: 'user', id: bob.userId } as const
      const to = { workspaceId: ada.workspaceId, placeId: general, uploader, limits: unattachedLimits }
      const keeping = db.transaction().execute((tx) => insertFiles(tx, to, [{ ...late, ...none }]))
      await expect(keeping).rejects.toMatchObject({ code: 'unavailable' })
    })
  })

  it('that is no picture after all is a file like any other', async () => {
    const whole = Buffer.from(await picture(300, 300).png().toBuffer())
    const broken = whole.subarray(0, whole.length / 2)
    const bomb = claiming(png, 30_000, 30_000)
    const [one, other] = await upload(scene, bob, general, file('broken.png', broken), file('bomb.png', bomb))
    for (const [shown, given] of [
      [one, broken],
      [other, bomb],
    ] as const) {
      expect(shown).toMatchObject({ type: 'image/png', width: null, height: null, thumbnail_url: null })
      expect((await get(scene, shown!.url)).headers.get('content-length')).toBe(String(given.length))
    }
  })

  it('that moves is shown by its first picture', async () => {
    const frames = await Promise.all([picture(30, 20).png().toBuffer(), picture(30, 20).negate().png().toBuffer()])
    const { default: sharp } = await import('sharp')
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: 100 })
      .toBuffer()
    const [shown] = await upload(scene, bob, general, file('moves.gif', Buffer.from(gif)))
    expect(shown).toMatchObject({ type: 'image/gif', width: 30, height: 20 })
    expect((await get(scene, shown!.thumbnail_url!)).status).toBe(200)
  })

  it('leaves no upload on its way behind', async () => {
    expect(await readdir(join(env.PARLEY_DATA!, 'uploads'))).toEqual([])
    expect(await post(bob, general)).toMatchObject({ attachments: null })
  })
})

/** A small PNG whose header declares a large one. */
function claiming(png: Buffer<ArrayBuffer>, width: number, height: number): Buffer<ArrayBuffer> {
  const made = Buffer.from(png)
  made.writeUInt32BE(width, 16)
  made.writeUInt32BE(height, 20)
  made.writeUInt32BE(crc32(made.subarray(12, 29)), 29)
  return made
}
