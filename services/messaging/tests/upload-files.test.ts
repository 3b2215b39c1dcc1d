import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request as openRequest } from 'node:http'
import { join } from 'node:path'
import { title } from '@parley/contracts/endpoint'
import { unattachedLimits, uploadFiles, uploadLimits } from '@parley/contracts/messages/files'
import { stores } from '@parley/testing/file-stores'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it, vi } from 'vitest'
import { bytesOf, file, get, noise, objectsOf, picture, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'

describe.for(Object.entries(stores))(`${title(uploadFiles)}, to %s`, async ([, environment]) => {
  const env = await environment()
  const scene = await setScene({ env })
  const { as, acme, eve, channel, database, answerTo, messaging } = scene
  const { ada, bob, gus } = acme
  const general = await channel({}, [bob])
  const secret = await channel({ is_private: true }, [ada])
  const uploadsUnderWay = () => readdir(join(env.PARLEY_DATA!, 'uploads')).catch(() => [])
  const note = () => file('note.txt', `said at ${randomUUID()}`)

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

  it('stores none when one is not to be read, and takes control characters out of names', async () => {
    const send = (...names: string[]) => {
      const field = `--b\r\nContent-Disposition: form-data; name="conversation_id"\r\n\r\n${general}\r\n`
      const parts = names.map(
        (name) => `--b\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n${randomUUID()}\r\n`,
      )
      return as(bob).request('post', uploadFiles.path, {
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: `${field}${parts.join('')}--b--\r\n`,
      })
    }
    const count = async () => (await database.query('select from messaging.files')).length
    const before = await count()
    for (const bad of ['', 'a"b.txt'])
      expect(await send('ok.txt', bad)).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'files' }] } },
      })
    expect(await count()).toBe(before)
    expect(await send('a\x01b\t.txt')).toMatchObject({
      status: 200,
      body: { data: { files: [{ name: 'ab.txt' }] } },
    })
  })

  it('takes twenty uploads at once, and mixes none of them up', async () => {
    const contents = Array.from({ length: 20 }, () => noise(100_000))
    const uploaded = await Promise.all(
      contents.map((content) => upload(scene, bob, general, file('same name', content))),
    )
    const back = await Promise.all(uploaded.map(async ([one]) => bytesOf(await get(scene, one!.url))))
    expect(back.map((content, i) => content.equals(contents[i]!))).toEqual(contents.map(() => true))
  })

  it('keeps files of the same name apart', async () => {
    const [one, other] = await upload(scene, bob, general, file('a.txt', 'one'), file('a.txt', 'other'))
    expect((await bytesOf(await get(scene, one!.url))).toString()).toBe('one')
    expect((await bytesOf(await get(scene, other!.url))).toString()).toBe('other')
  })

  it('stores a picture without the place where it was taken, unless it is to be kept', async () => {
    const taken = await picture(120, 60)
      .withExif({
        IFD3: { GPSLatitude: '47/1 22/1 0/1', GPSLongitude: '8/1 32/1 0/1' },
        IFD0: { Make: 'SecretCamera' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const send = async (keep_metadata?: boolean) => {
      const files = [file('photo.jpg', Buffer.from(taken))]
      const { data } = await as(bob).call(uploadFiles, { files, conversation_id: general, keep_metadata })
      const stored = await bytesOf(await get(scene, data.files[0]!.url))
      expect(data.files[0]).toMatchObject({ size: stored.length, width: 60, height: 120 })
      return stored
    }
    const stored = await send()
    expect(stored.includes('SecretCamera')).toBe(false)
    expect(stored.length).toBeLessThan(taken.length)
    expect((await send(true)).equals(taken)).toBe(true)
  })

  it('stores a video without the place where it was taken, unless it is to be kept', async () => {
    const box = (type: string, ...contents: Buffer[]): Buffer<ArrayBuffer> => {
      const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), ...contents])
      bytes.writeUInt32BE(bytes.length)
      return bytes
    }
    const place = box('\xa9xyz', Buffer.from('\0\x14\x15\xc7+47.36+008.53/', 'latin1'))
    const taken = Buffer.concat([
      box('ftyp', Buffer.from('qt  \0\0\0\0')),
      box('mdat', noise(50_000)),
      box('moov', box('udta', place)),
    ])
    const send = async (keep_metadata?: boolean) => {
      const files = [file('clip.mov', Buffer.from(taken))]
      const { data } = await as(bob).call(uploadFiles, { files, conversation_id: general, keep_metadata })
      expect(data.files[0]).toMatchObject({ type: 'video/quicktime', size: taken.length })
      return bytesOf(await get(scene, data.files[0]!.url))
    }
    const cleaned = Buffer.from(taken)
    cleaned.subarray(-place.length).fill(0)
    cleaned.write('free', cleaned.length - place.length - 4)
    expect((await send()).equals(cleaned)).toBe(true)
    expect((await send(true)).equals(taken)).toBe(true)
  })

  it('refuses a picture that is too damaged to lose its metadata, by its field, unless it is to be kept', async () => {
    const taken = await picture(40, 30)
      .withExif({ IFD0: { Make: 'SecretCamera' } })
      .jpeg()
      .toBuffer()
    const damaged = taken.subarray(0, taken.indexOf('SecretCamera') + 20)
    const send = (keep_metadata?: boolean) =>
      answerTo(bob, uploadFiles, {
        files: [note(), file('photo.jpg', Buffer.from(damaged))],
        conversation_id: general,
        keep_metadata,
      })
    const before = await objectsOf(scene, acme.ada.workspaceId)
    expect(await send()).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'files.1', message: expect.stringMatching(/damaged.*keep_metadata/) }] } },
    })
    expect(await objectsOf(scene, acme.ada.workspaceId)).toEqual(before)
    const kept = await as(bob).call(uploadFiles, {
      files: [file('photo.jpg', Buffer.from(damaged))],
      conversation_id: general,
      keep_metadata: true,
    })
    expect((await bytesOf(await get(scene, kept.data.files[0]!.url))).equals(damaged)).toBe(true)
  })

  it('measures a picture as it is shown, and gives it a thumbnail', async () => {
    const turned = await picture(1200, 600).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const [shown] = await upload(scene, bob, general, file('photo.bin', Buffer.from(turned)))
    expect(shown).toMatchObject({ type: 'image/jpeg', width: 600, height: 1200 })
    const thumbnail = await get(scene, shown!.thumbnail_url!)
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
    expect((await bytesOf(thumbnail)).subarray(8, 12).toString()).toBe('WEBP')
  })

  it('leaves nothing behind of an upload that is refused', async () => {
    const before = await objectsOf(scene, acme.ada.workspaceId)
    await answerTo(eve, uploadFiles, { files: [note()], conversation_id: general })
    expect(await objectsOf(scene, acme.ada.workspaceId)).toEqual(before)
    expect(await uploadsUnderWay()).toEqual([])
  })

  describe('may be made', () => {
    it('where one may post: not by outsiders, nor by guests who are not in the channel', async () => {
      const to = (conversation_id: string) => ({ files: [note()], conversation_id })
      const missing = await answerTo(bob, uploadFiles, to(unknownId))
      expect(missing.status).toBe(404)
      expect(await answerTo(bob, uploadFiles, to(secret))).toEqual(missing)
      expect(await answerTo(eve, uploadFiles, to(general))).toEqual(missing)
      expect(await answerTo(gus, uploadFiles, to(general))).toEqual(missing)
      expect(await answerTo(ada, uploadFiles, to(secret))).toMatchObject({ status: 200 })
    })

    it('not by someone who was removed while the bytes came', async () => {
      const room = await channel({ is_private: true }, [bob])
      const release = await scene.lockUploads(bob)
      const answer = answerTo(bob, uploadFiles, { files: [note()], conversation_id: room })
      await untilSomeoneWaits(database)
      await scene.remove(room, bob)
      await release()
      expect(await answer).toMatchObject({ status: 404 })
    })

    it('not in an archived channel', async () => {
      const old = await channel({}, [bob])
      await scene.archive(old)
      expect(await answerTo(bob, uploadFiles, { files: [note()], conversation_id: old })).toMatchObject({ status: 409 })
    })

    it('in the caller’s own workspace, where one is named', async () => {
      const to = (workspace_id: string) => ({ files: [note()], conversation_id: general, workspace_id })
      expect(await answerTo(bob, uploadFiles, to(ada.workspaceId))).toMatchObject({ status: 200 })
      const missing = await answerTo(bob, uploadFiles, to(unknownId))
      expect(missing.status).toBe(404)
      expect(await answerTo(bob, uploadFiles, to(eve.workspaceId))).toEqual(missing)
    })

    it('for a channel, and answered with the type that was declared', async () => {
      const as = (conversation_type: string) => ({ files: [note()], conversation_id: general, conversation_type })
      expect(await answerTo(bob, uploadFiles, as('dm'))).toMatchObject({
        body: { data: { conversation_type: 'dm' } },
      })
      expect(await answerTo(bob, uploadFiles, as('support'))).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'conversation_type' }] } },
      })
    })

    it('until what was not sent yet fills a person’s room', async () => {
      const [dan] = [acme.cyd]
      const room = await channel({}, [dan])
      await upload(scene, dan, room, note())
      await database.query('update messaging.files set size = $2 where uploader_id = $1', [
        dan.userId,
        unattachedLimits.maxBytes - 10,
      ])
      const uploading = answerTo(dan, uploadFiles, { files: [file('a', 'eleven byte')], conversation_id: room })
      expect(await uploading).toMatchObject({ status: 409 })
      await upload(scene, dan, room, file('a', 'ten bytes.'))
      expect(await answerTo(dan, uploadFiles, { files: [file('a', '')], conversation_id: room })).toMatchObject({
        status: 409,
      })
      await vi.waitUntil(
        async () => (await objectsOf(scene, dan.workspaceId)).every(({ remove_at }) => remove_at === null),
        30_000,
      )
    })
  })

  describe('with an Idempotency-Key', () => {
    const send = (idempotencyKey: string, files: File[], conversation_id = general) =>
      as(bob).answer(uploadFiles, { files, conversation_id }, { idempotencyKey })

    it('stores the same form once, and answers the same', async () => {
      const key = randomUUID()
      const content = noise(50_000)
      const first = await send(key, [file('a.bin', content)])
      const again = await send(key, [file('a.bin', content)])
      expect(first.status).toBe(200)
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(again.body).toEqual(first.body)
    })

    it('refuses other bytes, another name or another channel', async () => {
      const key = randomUUID()
      await send(key, [file('a.bin', 'one')])
      expect(await send(key, [file('a.bin', 'two')])).toMatchObject({ status: 422 })
      expect(await send(key, [file('b.bin', 'one')])).toMatchObject({ status: 422 })
      expect(await send(key, [file('a.bin', 'one'), file('a.bin', 'one')])).toMatchObject({ status: 422 })
      const other = await channel({}, [bob])
      expect(await send(key, [file('a.bin', 'one')], other)).toMatchObject({ status: 422 })
    })

    it('refuses a second while the first is still sending, before it has sent anything', async () => {
      const key = randomUUID()
      const stuck = openRequest(messaging.url + uploadFiles.path, {
        method: 'POST',
        headers: {
          ...messaging.headersOf(bob),
          'content-type': 'multipart/form-data; boundary=x',
          'idempotency-key': key,
        },
      })
      stuck.on('error', () => {}).flushHeaders()
      const claims = () => database.query('select from messaging.idempotency_keys where key = $1', [key])
      await vi.waitUntil(async () => (await claims()).length === 1)
      expect(await send(key, [file('a.bin', 'one')])).toMatchObject({ status: 409 })
      stuck.destroy()
      await vi.waitUntil(async () => (await claims()).length === 0)
      expect(await send(key, [file('a.bin', 'one')])).toMatchObject({ status: 200 })
    })

    it('of two at once stores one', async () => {
      const key = randomUUID()
      const content = noise(50_000)
      const answers = await Promise.all([1, 2, 3].map(() => send(key, [file('twice.bin', content)])))
      const bodies = answers.filter(({ status }) => status === 200).map(({ body }) => JSON.stringify(body))
      expect(new Set(bodies).size).toBe(1)
      expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([])
      expect(await database.query(`select from messaging.files where name = 'twice.bin'`)).toHaveLength(1)
      await vi.waitUntil(
        async () => (await objectsOf(scene, ada.workspaceId)).every(({ remove_at }) => remove_at === null),
        30_000,
      )
    })
  })

  describe('refuses', () => {
    const answer = (body: unknown, headers: Record<string, string> = {}) =>
      as(bob).request('post', uploadFiles.path, { body, headers })
    const form = (files: File[], fields: Record<string, string> = { conversation_id: general }) => {
      const made = new FormData()
      for (const each of files) made.append('files', each)
      for (const [name, value] of Object.entries(fields)) made.append(name, value)
      return made
    }

    it('the document’s own sample, which is JSON', async () => {
      expect(await answer({})).toMatchObject({ status: 415, body: { error: { code: 'unsupported_media_type' } } })
    })

    it('a form without files, and names all that is wrong with its fields', async () => {
      expect(await answer(form([], { conversation_id: 'nonsense', workspace_id: 'x' }))).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'conversation_id' }, { path: 'workspace_id' }, { path: 'files' }] } },
      })
    })

    it('more files than may be, and more bytes than a file may have, naming the limit', async () => {
      const eleven = Array.from({ length: uploadLimits.maxFiles + 1 }, note)
      expect(await answer(form(eleven))).toMatchObject({
        status: 413,
        body: { error: { message: 'There may be at most 10 files.', details: [{ path: 'files' }] } },
      })
      const tooLong = file('long.bin', Buffer.alloc(uploadLimits.maxFileBytes + 1))
      expect(await answer(form([note(), tooLong]))).toMatchObject({
        status: 413,
        body: { error: { message: 'A file may be at most 25 MiB.', details: [{ path: 'files.1' }] } },
      })
      expect(await uploadsUnderWay()).toEqual([])
    })

    it('nothing that is exactly as long as it may be', async () => {
      const [longest] = await upload(scene, bob, general, file('long.bin', Buffer.alloc(uploadLimits.maxFileBytes, 7)))
      expect(longest!.size).toBe(uploadLimits.maxFileBytes)
    })
  })
})
