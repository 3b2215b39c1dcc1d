import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { defineDownload } from '@parley/contracts/file-download'
import { loadConfig, ServiceConfig } from '@parley/kit/config'
import { ServiceError } from '@parley/kit/errors'
import { openRuntime } from '@parley/kit/runtime'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { stores } from '@parley/testing/file-stores'
import { newRedisPrefix } from '@parley/testing/platform'
import { environmentOf, newKeys } from '@parley/testing/settings'
import { sql } from 'kysely'
import sharp from 'sharp'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { deleteUnused, removeDueBytes } from '../src/cleanup.ts'
import { FileStorageConfig, FileUrlConfig } from '../src/config.ts'
import { createFiles, type NewFile, openFiles } from '../src/files.ts'
import type { FileOwner } from '../src/owner.ts'
import type { DB } from '../src/schema.ts'
import { spool } from '../src/spool.ts'
import { openStorage, type Storage } from '../src/storage.ts'
import { attachFiles, reserveFiles } from '../src/store/attaching.ts'
import { deleteFilesOfHolders, deleteFilesOfPlace } from '../src/store/deletions.ts'
import { findFile } from '../src/store/reading.ts'
import { registerObjects } from '../src/store/stored-objects.ts'
import { insertFiles } from '../src/store/uploads.ts'
import { storing } from '../src/storing.ts'

const Config = ServiceConfig.extend({ ...FileStorageConfig.shape, ...FileUrlConfig.shape })
const workspaceId = randomUUID()
const [ada, bob] = [randomUUID(), randomUUID()].map((id) => ({ kind: 'user', id }) as const) as [Person, Person]
type Person = { kind: 'user'; id: string }
const visitor = { kind: 'visitor', id: randomUUID() } as const
const service = { kind: 'service' } as const
const keptHours = 24
const noise = (bytes: number) => Buffer.from(randomBytes(bytes))
const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'teal' } })

/** Places that nobody may use any more. */
const closed = new Set<string>()
const owner: FileOwner<DB, void> = {
  download: defineDownload({ owner: 'messaging', name: 'download', path: '/files/:id/:name' }),
  unattached: { maxFiles: 1_000, maxBytes: 100_000_000 },
  async mayUpload(_db, { placeId }) {
    if (closed.has(placeId)) throw new ServiceError('not_found', 'No such place.')
  },
  mayRead: ({ placeId }) => sql`${placeId} <> all(${[...closed]}::uuid[])`,
}

describe.for(Object.entries(stores))('a file, on %s', async ([, environment]) => {
  const env = await environment()
  const database = await createTestDatabase()
  const around = {
    keys: newKeys(),
    databaseUrl: database.urlOf('messaging'),
    redisUrl: inject('parley').redisUrl,
    redisPrefix: newRedisPrefix(),
    urls: new Map(),
  }
  const config = loadConfig(Config, { ...environmentOf('messaging', around), ...env })
  const runtime = openRuntime<DB>('messaging', config)
  closeAfterwards(runtime)
  const { db, log } = runtime
  const files = createFiles(openFiles(runtime, config, { keptHours }), owner)
  const storage = openStorage(config, { log })
  closeAfterwards(storage.store)
  const { maxBytes } = owner.unattached
  let png: Buffer
  beforeAll(async () => {
    png = await picture(20, 20).png().toBuffer()
    await runtime.start()
  })

  const keep = (given: Partial<NewFile> = {}) =>
    files.store({
      workspaceId,
      placeId: randomUUID(),
      uploader: ada,
      name: 'photo.png',
      content: png,
      maxBytes: 1_000_000,
      ...given,
    })
  const attach = (placeId: string, uploaderId: string | null, holderId: string, ...fileIds: string[]) =>
    attachFiles(db, { workspaceId, placeId, uploaderId, holderId, fileIds })
  const find = (fileId: string, reader: typeof ada | typeof visitor, variant: 'file' | 'thumbnail' = 'file') =>
    findFile(db, { workspaceId, fileId, variant, expires: '9999999999', reader }, owner.mayRead)
  const open = async (key: string, size: number) => buffer(await storage.store.open(key, { start: 0, end: size - 1 }))
  const isThere = (key: string) =>
    storage.store.open(key, { start: 0, end: 1 }).then(
      (stream) => {
        stream.destroy()
        return true
      },
      () => false,
    )
  const objects = () => database.query<{ key: string }>('select key from messaging.stored_objects order by key')
  /** Objects that were not there before; of those that were, some may be removed meanwhile. */
  const addedTo = async (before: { key: string }[]) => {
    const known = new Set(before.map(({ key }) => key))
    return (await objects()).filter(({ key }) => !known.has(key))
  }
  const keysOf = async ({ id }: { id: string }) =>
    (await objects()).map(({ key }) => key).filter((key) => key.includes(id))
  const untilGone = (keys: string[]) =>
    vi.waitUntil(
      async () =>
        (await Promise.all(keys.map(isThere))).every((there) => !there) &&
        (await objects()).every(({ key }) => !keys.includes(key)),
      30_000,
    )

  describe('that comes by another way than a form', () => {
    it('is stored as if it had been uploaded, by whomever', async () => {
      const taken = await picture(120, 60)
        .withExif({ IFD0: { Make: 'SecretCamera' } })
        .jpeg()
        .toBuffer()
      for (const uploader of [ada, visitor, service]) {
        const content = uploader === ada ? taken : Readable.from([taken.subarray(0, 100), taken.subarray(100)])
        const stored = await keep({ uploader, content, name: '/tmp/Photo\n.txt' })
        expect(stored).toMatchObject({ name: 'Photo.txt.jpg', type: 'image/jpeg', width: 120, has_thumbnail: true })
        expect(stored.size).toBeLessThan(taken.length)
        const [key] = await keysOf(stored)
        expect((await open(key!, stored.size)).includes('SecretCamera')).toBe(false)
        expect(await database.query('select uploader_kind from messaging.files where id = $1', [stored.id])).toEqual([
          { uploader_kind: uploader.kind },
        ])
      }
    })

    it('is refused when it is too large or not allowed there, and nothing of it stays', async () => {
      const before = await objects()
      await expect(keep({ maxBytes: png.length - 1 })).rejects.toMatchObject({ code: 'payload_too_large' })
      const placeId = randomUUID()
      closed.add(placeId)
      for (const uploader of [ada, visitor])
        await expect(keep({ placeId, uploader })).rejects.toMatchObject({ code: 'not_found' })
      expect(await addedTo(before)).toEqual([])
      expect(await keep({ placeId, uploader: service })).toMatchObject({ type: 'image/png' })
    })

    it('is refused when its uploader has too many that are attached to nothing; a service has no such bound', async () => {
      const eve = { kind: 'user', id: randomUUID() } as const
      await keep({ uploader: eve })
      await database.query('update messaging.files set size = $2 where uploader_id = $1', [eve.id, maxBytes - 1])
      await expect(keep({ uploader: eve })).rejects.toMatchObject({ code: 'conflict' })
      await database.query('update messaging.files set size = $1 where uploader_id is null', [maxBytes])
      await keep({ uploader: service })
    })

    it('leaves nothing at all where the transaction that saves it fails', async () => {
      const before = await objects()
      const holders = { workspace: workspaceId }
      const place = { workspaceId, placeId: randomUUID() }
      const failing = storage.spool.within(holders, async (folder) => {
        const spooled = await spool({ name: 'x', content: Readable.from([noise(10)]) }, folder)
        const options = { place, uploader: ada, limits: owner.unattached, holders, field: 'file', log }
        const withinShare = <T>(work: () => Promise<T>) => work()
        return storing({ db, storage, sweep: files.sweep }, [spooled], { ...options, withinShare }, (save) =>
          db.transaction().execute(async (tx) => {
            await save(tx)
            throw new ServiceError('conflict', 'Not now.')
          }),
        )
      })
      await expect(failing).rejects.toMatchObject({ code: 'conflict' })
      await vi.waitFor(async () => expect(await addedTo(before)).toEqual([]))
    })
  })

  describe('is attached', () => {
    it('by its uploader alone, in its place alone, once, and in the order that is asked for', async () => {
      const placeId = randomUUID()
      const [one, other, elsewhere] = [await keep({ placeId }), await keep({ placeId }), await keep()]
      const holder = randomUUID()
      expect(await attach(placeId, bob.id, holder, one.id)).toBeUndefined()
      expect(await attach(placeId, null, holder, one.id)).toBeUndefined()
      expect(await attach(placeId, ada.id, holder, one.id, elsewhere.id)).toBeUndefined()
      expect(await attach(placeId, ada.id, holder, one.id, one.id)).toBeUndefined()
      expect(await attach(placeId, ada.id, holder, other.id, one.id)).toEqual([other, one])
      expect(await attach(placeId, ada.id, randomUUID(), one.id)).toBeUndefined()
      const imported = await keep({ placeId, uploader: service })
      expect(await attach(placeId, null, holder, imported.id)).toEqual([imported])
    })

    it('for those who may read in its place; before that it is its uploader’s alone', async () => {
      const placeId = randomUUID()
      const { id } = await keep({ placeId, uploader: visitor })
      expect(await find(id, visitor)).toMatchObject({ name: 'photo.png', isThumbnail: false })
      expect(await find(id, visitor, 'thumbnail')).toMatchObject({ type: 'image/webp', isThumbnail: true })
      expect(await find(id, ada)).toBeUndefined()
      const asContent = () =>
        files.findContent({ workspaceId, fileId: id }, { ip: '192.0.2.1', cacheControl: 'public, immutable' })
      expect(await asContent()).toBeUndefined()
      await attach(placeId, visitor.id, randomUUID(), id)
      expect(await find(id, ada)).toMatchObject({ name: 'photo.png' })
      expect((await asContent())?.headers).toMatchObject({ 'Cache-Control': 'public, immutable' })
      closed.add(placeId)
      expect(await find(id, ada)).toBeUndefined()
      expect(await find(id, visitor)).toBeUndefined()
    })
  })

  describe('goes', () => {
    it('with what holds it, at once, and its bytes as soon as they are swept', async () => {
      const placeId = randomUUID()
      const holderId = randomUUID()
      const { id } = await keep({ placeId })
      await attach(placeId, ada.id, holderId, id)
      const keys = await keysOf({ id })
      expect(keys).toHaveLength(2)
      expect(await isThere(keys[0]!)).toBe(true)
      expect(await deleteFilesOfHolders(db, { workspaceId, holderIds: [holderId] })).toBe(1)
      expect(await find(id, ada)).toBeUndefined()
      files.sweep()
      await untilGone(keys)
    })

    it('with its place', async () => {
      const placeId = randomUUID()
      const stored = await Promise.all([1, 2, 3].map(() => keep({ placeId })))
      const keys = (await Promise.all(stored.map(keysOf))).flat()
      expect(await deleteFilesOfPlace(db, { workspaceId, placeId })).toBe(3)
      expect(await deleteFilesOfPlace(db, { workspaceId, placeId })).toBe(0)
      await removeDueBytes(db, storage)
      await untilGone(keys)
    })

    it('though the storage refuses for a while, and whenever the process dies', async () => {
      const stored = await keep()
      const keys = await keysOf(stored)
      let refusals = 3
      const broken: Storage = {
        ...storage,
        store: {
          ...storage.store,
          async remove(key) {
            if (refusals-- > 0) throw new Error('refused')
            await storage.store.remove(key)
          },
        },
      }
      // Deleted as by a process that died at once: nothing is woken, only what PostgreSQL knows remains.
      await database.query('delete from messaging.files where id = $1', [stored.id])
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

    it('without harm where it was removed already', async () => {
      const stored = await keep()
      const keys = await keysOf(stored)
      for (const key of keys) await storage.store.remove(key)
      await database.query('delete from messaging.files where id = $1', [stored.id])
      await database.query('update messaging.stored_objects set remove_at = now() where key = any($1)', [keys])
      await removeDueBytes(db, storage)
      await untilGone(keys)
    })
  })

  describe('is collected', () => {
    const age = (...aged: { id: string }[]) =>
      database.query(`update messaging.files set created_at = created_at - interval '25 hours' where id = any($1)`, [
        aged.map(({ id }) => id),
      ])

    it(`when nobody has attached it within ${keptHours} hours, unless it is reserved for later`, async () => {
      const placeId = randomUUID()
      const [old, reserved, fresh] = [await keep({ placeId }), await keep({ placeId }), await keep({ placeId })]
      const [oldKeys, reservedKeys] = [await keysOf(old), await keysOf(reserved)]
      const uploads = { workspaceId, placeId, uploaderId: ada.id, fileIds: [reserved.id] }
      await reserveFiles(db, uploads, new Date(Date.now() + 2 * 86_400_000))
      await age(old, reserved)
      await deleteUnused(db, storage, keptHours)
      await removeDueBytes(db, storage)
      await untilGone(oldKeys)
      expect(await find(fresh.id, ada)).toBeDefined()
      expect(await find(reserved.id, ada)).toBeDefined()
      await database.query('update messaging.files set reserved_until = now() where id = $1', [reserved.id])
      await deleteUnused(db, storage, keptHours)
      await removeDueBytes(db, storage)
      await untilGone(reservedKeys)
    })

    it('only while it is not attached', async () => {
      const placeId = randomUUID()
      const stored = await keep({ placeId })
      await attach(placeId, ada.id, randomUUID(), stored.id)
      await age(stored)
      await deleteUnused(db, storage, keptHours)
      expect(await find(stored.id, bob)).toBeDefined()
    })

    it('when its upload died between the storage and the database', async () => {
      const key = `${workspaceId}/died`
      await registerObjects(db, workspaceId, [key])
      const path = join(env.PARLEY_DATA!, 'source')
      await writeFile(path, noise(10))
      await storage.store.write(key, { path, size: 10, type: 'application/octet-stream' })
      await removeDueBytes(db, storage)
      expect(await isThere(key)).toBe(true)
      await database.query(`update messaging.stored_objects set remove_at = now() where key = $1`, [key])
      await removeDueBytes(db, storage)
      await untilGone([key])
    })

    it('for good: once its bytes are being removed it cannot be saved', async () => {
      const key = `${workspaceId}/late`
      await registerObjects(db, workspaceId, [key])
      await database.query('update messaging.stored_objects set is_deleting = true where key = $1', [key])
      const late = { id: randomUUID(), name: 'x', type: 'x', size: 1, digest: '00', storageKey: key }
      const none = { width: null, height: null, thumbnailKey: null, thumbnailSize: null }
      const to = { workspaceId, placeId: randomUUID(), uploader: ada, limits: owner.unattached }
      const saving = db.transaction().execute((tx) => insertFiles(tx, to, [{ ...late, ...none }]))
      await expect(saving).rejects.toMatchObject({ code: 'unavailable' })
    })
  })

  it('that is no picture after all is a file like any other', async () => {
    const whole = await picture(300, 300).png().toBuffer()
    for (const content of [whole.subarray(0, whole.length / 2), claiming(png, 30_000, 30_000)])
      expect(await keep({ content })).toMatchObject({
        type: 'image/png',
        width: null,
        height: null,
        has_thumbnail: false,
        size: content.length,
      })
  })

  it('that moves is shown by its first picture', async () => {
    const frames = await Promise.all([picture(30, 20).png().toBuffer(), picture(30, 20).negate().png().toBuffer()])
    const content = await sharp(frames, { join: { animated: true } })
      .gif({ delay: 100 })
      .toBuffer()
    const stored = await keep({ content })
    expect(stored).toMatchObject({ type: 'image/gif', width: 30, height: 20, has_thumbnail: true })
  })

  it('leaves no upload on its way behind', async () => {
    expect(await readdir(join(env.PARLEY_DATA!, 'uploads'))).toEqual([])
  })
})

/** A small PNG whose header declares a large one. */
function claiming(png: Buffer, width: number, height: number): Buffer {
  const made = Buffer.from(png)
  made.writeUInt32BE(width, 16)
  made.writeUInt32BE(height, 20)
  made.writeUInt32BE(crc32(made.subarray(12, 29)), 29)
  return made
}
