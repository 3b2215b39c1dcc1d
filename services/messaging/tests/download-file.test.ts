import { title } from '@parley/contracts/endpoint'
import type { EventOf } from '@parley/contracts/event'
import type { Attachment, UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { messageCreated } from '@parley/contracts/messages/events'
import { downloadFile } from '@parley/contracts/messages/files'
import { getMessage } from '@parley/contracts/messages/messages'
import { createUrlSigner } from '@parley/files/url-signer'
import { randomPassword } from '@parley/kit/keys'
import { blanked } from '@parley/testing/answer'
import { stores } from '@parley/testing/file-stores'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import type { PublishedEvent } from '@parley/testing/room-listener'
import { describe, expect, it, vi } from 'vitest'
import { altered, bytesOf, file, get, noise, picture, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

/** The service's secrets: with them tests sign URLs as it does, and as the gateway does for rooms. */
const [secret, formerSecret] = [randomPassword(), randomPassword()]
const signerWith = (...secrets: string[]) =>
  createUrlSigner({ PUBLIC_URL: 'http://localhost:8080', FILE_URL_SECRET: secrets }, downloadFile)
const urls = signerWith(secret)

describe.for(Object.entries(stores))(`${title(downloadFile)}, from %s`, async ([, environment]) => {
  const scene = await setScene({ env: { ...(await environment()), FILE_URL_SECRET: `${secret}, ${formerSecret}` } })
  const { acme, as, channel, database } = scene
  const { bob, cyd } = acme
  const general = await channel({}, [bob, cyd])
  const content = noise(100_000)
  const [bin] = await upload(scene, bob, general, file('data.bin', content))
  const missing = await answerTo(bin!.url.replace(bin!.id, '00000000-0000-7000-8000-000000000000'))

  async function answerTo(url: string, init?: RequestInit) {
    const answer = await get(scene, url, init)
    return blanked({ status: answer.status, body: await answer.json().catch(() => undefined) })
  }
  const sendTo = async (channelId: string, ...files: File[]) => {
    const uploaded = await upload(scene, bob, channelId, ...files)
    const attachments = uploaded.map(({ id }) => ({ id }))
    const message = await scene.post(bob, channelId, 'see', { attachments })
    return { message, uploaded, shown: message.attachments! }
  }
  const send = (...files: File[]) => sendTo(general, ...files)
  /** A message's first file, as a gateway shows it to the room. */
  const sentToRoom = async ({ id }: { id: string }): Promise<Attachment> => {
    const published = await vi.waitUntil(
      () => scene.published.find((event) => event.id === id) as PublishedEvent & EventOf<typeof messageCreated>,
      30_000,
    )
    const [unsigned] = published.data.attachments as unknown as UnsignedAttachment[]
    expect(unsigned).not.toHaveProperty('url')
    return urls.forRoom(published.workspace_id, published.writtenAt!)(unsigned!)
  }

  it('answers the bytes, with headers that keep a browser from interpreting them', async () => {
    const answer = await get(scene, bin!.url)
    expect(answer.status).toBe(200)
    expect((await bytesOf(answer)).equals(content)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-length': '100000',
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="data.bin"; filename*=UTF-8''data.bin`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    })
  })

  it('shows pictures and plain text in place, and hands out as a download whatever can run', async () => {
    const png = Buffer.from(await picture(10, 10).png().toBuffer())
    const cases: [File, string, string][] = [
      [file('a.png', png), 'image/png', 'inline'],
      [file('a.html', png), 'image/png', 'inline'],
      [file('a.txt', 'just text'), 'text/plain; charset=utf-8', 'inline'],
      [file('a.png', '<!doctype html><script>alert(1)</script>', 'image/png'), 'text/html', 'attachment'],
      [file('a.txt', 'Hello\n\n<ScRiPt>alert(1)</sCrIpT>'), 'text/html', 'attachment'],
      [file('a.jpg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/svg+xml', 'attachment'],
      [file('a.svg', '<?xml version="1.0"?><svg/>'), 'image/svg+xml', 'attachment'],
      [file('feed', '<?xml version="1.0"?><rss/>'), 'application/xml', 'attachment'],
      [file('a.js', 'alert(1)'), 'text/javascript', 'attachment'],
      [file('a.pdf', '%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'application/pdf', 'attachment'],
      [file('a.txt', Buffer.from([0, 1, 2, 3, 255])), 'application/octet-stream', 'attachment'],
    ]
    for (const [given, type, shown] of cases) {
      const [uploaded] = await upload(scene, bob, general, given)
      const { headers } = await get(scene, uploaded!.url)
      expect([given.name, headers.get('content-type')]).toEqual([given.name, type])
      expect([given.name, headers.get('content-disposition')!.split(';')[0]]).toEqual([given.name, shown])
    }
  })

  it('names a file in any script, and allows no header injection by it', async () => {
    const names = [
      'Отчёт за май.pdf',
      '報告書.txt',
      'a"b\\c.txt',
      "it's (1)*!.txt",
      '👩‍👩‍👧.txt',
      'semi;colon, 100%.txt',
    ]
    for (const name of names) {
      const [uploaded] = await upload(scene, bob, general, file(name, 'x'))
      const said = (await get(scene, uploaded!.url)).headers.get('content-disposition')!
      const [, ascii, encoded] = /^inline; filename="([^"\\]*)"; filename\*=UTF-8''([\w%.~-]*)$/.exec(said)!
      expect(decodeURIComponent(encoded!)).toBe(uploaded!.name)
      expect(ascii).toMatch(/^[\x20-\x7e]*$/)
    }
  })

  describe('gives a part', () => {
    const part = (range: string, headers: Record<string, string> = {}, method = 'GET') =>
      get(scene, bin!.url, { method, headers: { range, ...headers } })

    it.for([
      ['bytes=0-9', 0, 9],
      ['bytes=99990-', 99_990, 99_999],
      ['bytes=-10', 99_990, 99_999],
      ['bytes=99990-200000', 99_990, 99_999],
      ['bytes=-200000', 0, 99_999],
      ['bytes=500-500', 500, 500],
    ] as const)('%s', async ([range, start, end]) => {
      const answer = await part(range)
      expect(answer.status).toBe(206)
      expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/100000`)
      expect((await bytesOf(answer)).equals(content.subarray(start, end + 1))).toBe(true)
    })

    it.for(['bytes=100000-', 'bytes=100000-100001', 'bytes=-0'])(
      'only where there is one: %s is refused',
      async (range) => {
        const answer = await part(range)
        expect(answer.status).toBe(416)
        expect(answer.headers.get('content-range')).toBe('bytes */100000')
        expect(await answer.json()).toMatchObject({ error: { code: 'range_not_satisfiable' } })
      },
    )

    it.for(['bytes=0-1,5-6', 'bytes=9-3', 'bytes=a-b', 'pages=1-2', 'bytes=-', 'bytes'])(
      'only for a single range: for %s the whole',
      async (range) => {
        const answer = await part(range)
        expect(answer.status).toBe(200)
        expect((await bytesOf(answer)).length).toBe(100_000)
      },
    )

    it('only of what the client has the rest of', async () => {
      const { etag } = Object.fromEntries((await get(scene, bin!.url)).headers)
      expect((await part('bytes=0-1', { 'if-range': etag! })).status).toBe(206)
      expect((await part('bytes=0-1', { 'if-range': '"another"' })).status).toBe(200)
    })
  })

  it('answers 304 to a client that has it, and HEAD without the bytes', async () => {
    const head = await get(scene, bin!.url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), (await bytesOf(head)).length]).toEqual([200, '100000', 0])
    const etag = head.headers.get('etag')!
    for (const tags of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect((await get(scene, bin!.url, { headers: { 'if-none-match': tags } })).status).toBe(304)
    expect((await get(scene, bin!.url, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
  })

  it('answers a file of no bytes', async () => {
    const [empty] = await upload(scene, bob, general, file('empty.bin', ''))
    const answer = await get(scene, empty!.url)
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '0'])
  })

  describe('answers as if there were no such file', () => {
    it.for<[string, (url: string) => string]>([
      ['another file', (url) => url.replace(bin!.id, '00000000-0000-7000-8000-000000000001')],
      ['another name', (url) => url.replace('data.bin', 'date.bin')],
      ['a later end', (url) => altered(url, 'expires', '9999999999')],
      ['no end', (url) => altered(url, 'expires', null)],
      ['an end that is no number', (url) => altered(url, 'expires', '1e99')],
      ['another workspace', (url) => altered(url, 'workspace', scene.eve.workspaceId)],
      ['no workspace', (url) => altered(url, 'workspace', null)],
      ['another reader', (url) => altered(url, 'user', acme.cyd.userId)],
      ['no reader', (url) => altered(url, 'user', null)],
      ['a reader who is no user', (url) => altered(url, 'user', "x' or true --")],
      ['another variant', (url) => altered(url, 'variant', 'thumbnail')],
      ['an unknown variant', (url) => altered(url, 'variant', 'original')],
      ['another signature', (url) => altered(url, 'signature', 'A'.repeat(43))],
      ['no signature', (url) => altered(url, 'signature', null)],
      ['its end given twice', (url) => `${url}&expires=${new URL(url).searchParams.get('expires')}`],
      ['its signature given twice', (url) => `${url}&signature=x`],
      ['two variants', (url) => `${url}&variant=file&variant=file`],
      ['two readers', (url) => `${url}&user=${acme.cyd.userId}`],
      ['a reader whom no text can name', (url) => altered(url, 'user', '\0')],
      ['an end beyond any length', (url) => altered(url, 'expires', '9'.repeat(200))],
      ['an id that is none', (url) => url.replace(bin!.id, 'x')],
      ['a name that cannot be decoded', (url) => url.replace('data.bin', '%ff%')],
      ['a name with a NUL', (url) => url.replace('data.bin', '%00')],
      ['a name beyond any length', (url) => url.replace('data.bin', 'a'.repeat(1_100))],
    ])('a URL changed to %s', async ([, change]) => {
      expect(missing.status).toBe(404)
      expect(await answerTo(change(bin!.url))).toEqual(missing)
    })

    it('once the URL has expired', async () => {
      const { message } = await send(file('a.bin', noise(10)))
      const published = await sentToRoom(message)
      expect((await get(scene, published.url)).status).toBe(200)
      const longAgo = urls.forRoom(acme.workspaceId, (Date.now() - 301_000) * 1_000)
      expect(await answerTo(longAgo({ ...published, has_thumbnail: false }).url)).toEqual(missing)
    })

    it('once its reader has left the channel, or the message is gone', async () => {
      const room = await channel({ is_private: true }, [bob, cyd])
      const [uploaded] = await upload(scene, bob, room, file('inside.bin', noise(10)))
      const message = await scene.post(bob, room, 'see', { attachments: [{ id: uploaded!.id }] })
      const cyds = (await as(cyd).call(getMessage, { id: message.id })).data.attachments![0]!.url
      expect((await get(scene, cyds)).status).toBe(200)
      await scene.remove(room, cyd)
      expect(await answerTo(cyds)).toEqual(missing)
      const bobs = message.attachments![0]!.url
      expect((await get(scene, bobs)).status).toBe(200)
      await scene.delete(message)
      expect(await answerTo(bobs)).toEqual(missing)
    })

    it('when it is signed with a secret that is not used any more', async () => {
      const own = { ...bin!, has_thumbnail: false }
      const signedWith = (given: string) =>
        signerWith(given).forReader(acme.workspaceId, { kind: 'user', id: bob.userId })(own).url
      expect((await get(scene, signedWith(secret))).status).toBe(200)
      expect((await get(scene, signedWith(formerSecret))).status).toBe(200)
      expect(await answerTo(signedWith(randomPassword()))).toEqual(missing)
    })
  })

  describe('URLs', () => {
    const lifeOf = (url: string) => Number(new URL(url).searchParams.get('expires')) - Date.now() / 1000

    it('of answers are the reader’s own, and live an hour', async () => {
      const { shown } = await send(file('a.bin', noise(10)))
      expect(new URL(shown[0]!.url).searchParams.get('user')).toBe(bob.userId)
      expect(lifeOf(shown[0]!.url)).toBeGreaterThan(3_590)
      expect(lifeOf(shown[0]!.url)).toBeLessThan(4_300)
    })

    it('of events are good for the room, and live five minutes', async () => {
      const { message } = await send(file('a.bin', content))
      const { url } = await sentToRoom(message)
      expect(new URL(url).searchParams.has('user')).toBe(false)
      expect(lifeOf(url)).toBeGreaterThan(290)
      expect(lifeOf(url)).toBeLessThan(370)
      expect((await bytesOf(await get(scene, url))).equals(content)).toBe(true)
    })

    it('of events die when anyone leaves the channel; those who are in read fresh ones', async () => {
      const room = await channel({ is_private: true }, [bob, cyd])
      const png = Buffer.from(await picture(10, 10).png().toBuffer())
      const { message } = await sendTo(room, file('a.png', png))
      const before = await sentToRoom(message)
      const own = (await as(bob).call(getMessage, { id: message.id })).data.attachments![0]!
      for (const { url, thumbnail_url } of [before, own]) {
        expect((await get(scene, url)).status).toBe(200)
        expect((await get(scene, thumbnail_url!)).status).toBe(200)
      }
      await scene.remove(room, cyd)
      expect(await answerTo(before.url)).toEqual(missing)
      expect(await answerTo(before.thumbnail_url!)).toEqual(missing)
      expect((await get(scene, own.url)).status).toBe(200)
      const { message: later } = await sendTo(room, file('b.bin', content))
      const after = await sentToRoom(later)
      expect((await bytesOf(await get(scene, after.url))).equals(content)).toBe(true)
      await scene.add(room, cyd)
      expect((await get(scene, after.url)).status).toBe(200)
      expect(await answerTo(before.url)).toEqual(missing)
    })

    it('of events die with a departure that waited for the channel while they were signed', async () => {
      const room = await channel({ is_private: true }, [bob, cyd])
      const release = await scene.lockPerson(cyd)
      const removed = scene.remove(room, cyd)
      await untilSomeoneWaits(database)
      const { message } = await sendTo(room, file('a.bin', noise(10)))
      const { url } = await sentToRoom(message)
      await release()
      await removed
      expect(await answerTo(url)).toEqual(missing)
    })

    it('open nothing that was only uploaded, but to the uploader', async () => {
      const signed = urls.forRoom(acme.workspaceId, Date.now() * 1_000)({ ...bin!, has_thumbnail: false })
      expect(await answerTo(signed.url)).toEqual(missing)
    })
  })

  it('answers 503 while the bytes cannot be had, and keeps nothing half-way', async () => {
    const [uploaded] = await upload(scene, bob, general, file('lost.bin', noise(10)))
    const [object] = await database.query<{ storage_key: string }>(
      'select storage_key from messaging.files where id = $1',
      [uploaded!.id],
    )
    await database.query('alter table messaging.files drop constraint files_workspace_id_storage_key_fkey')
    await database.query('update messaging.files set storage_key = storage_key || $2 where storage_key = $1', [
      object!.storage_key,
      '-elsewhere',
    ])
    expect(await answerTo(uploaded!.url)).toMatchObject({ status: 503 })
  })
})
