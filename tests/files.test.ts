import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addChannelMember, createChannel, leaveChannel } from '@parley/contracts/channels/channels'
import type { EventOf } from '@parley/contracts/event'
import type { Attachment } from '@parley/contracts/messages/attachment'
import { messageCreated } from '@parley/contracts/messages/events'
import { downloadFile, uploadFiles, uploadLimits } from '@parley/contracts/messages/files'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import type { SyncAnswer, SyncedFeed } from '@parley/contracts/realtime'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { countStoredFiles } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'

type SyncedEvents = Extract<SyncedFeed, { events: unknown }>

const dataFolder = join(tmpdir(), `parley-files-${randomBytes(6).toString('hex')}`)
closeAfterwards({ close: () => rm(dataFolder, { recursive: true, force: true }) })
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging'],
  env: { RATE_LIMITS: 'on' },
  serviceEnv: { messaging: { PARLEY_DATA: dataFolder } },
})
const { ada, bob } = await people(platform)
const { channel } = await ada.call(createChannel, {
  workspace_id: ada.workspaceId,
  name: 'pictures',
  channel_type: 'text',
})
const conversation_id = channel.id
const content = randomBytes(3_000_000)
const upload = async (bytes = content) =>
  (await bob.call(uploadFiles, { files: [new File([bytes], 'data.bin')], conversation_id })).data.files[0]!
const here = (url: string) => `${platform.url}${new URL(url).pathname}${new URL(url).search}`
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())
const underWay = () => readdir(join(dataFolder, 'uploads')).catch(() => [])
const untilNothingIsUnderWay = () => vi.waitUntil(async () => (await underWay()).length === 0, 30_000)

describe('a file, through the gateway', () => {
  it('goes in, is posted, and comes out of history as it was', async () => {
    const { id } = await upload()
    await bob.call(postMessage, { channel_id: conversation_id, content: '', attachments: [{ id }] })
    const { data } = await ada.call(listMessages, { channel_id: conversation_id })
    const [shown] = data.flatMap((message) => ('attachments' in message ? (message.attachments ?? []) : []))
    const answer = await fetch(here(shown!.url))
    expect((await bytesOf(answer)).equals(content)).toBe(true)
    const query = Object.fromEntries(new URL(shown!.url).searchParams)
    const file = await platform.client().call(downloadFile, { id, name: shown!.name, ...query })
    expect([file.name, file.size]).toEqual(['data.bin', content.length])
  })

  it('is shown to a room, live and to who was away, by URLs that die with the first departure', async () => {
    const { channel: room } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'room-urls',
      channel_type: 'text',
    })
    await ada.call(addChannelMember, { id: room.id, user_id: bob.userId })
    const socket = await ada.socket()
    const [{ id }] = (
      await bob.call(uploadFiles, { files: [new File([content], 'data.bin')], conversation_id: room.id })
    ).data.files as [Attachment]
    const { data: posted } = await bob.call(postMessage, { channel_id: room.id, content: '', attachments: [{ id }] })
    expect(new URL(posted.attachments![0]!.url).searchParams.get('user')).toBe(bob.userId)

    const live = await socket.next(messageCreated, (event) => event.data.id === posted.id)
    const { channels } = (await socket.socket.emitWithAck('sync', { [room.id]: 0 })) as SyncAnswer
    const [later] = (channels[room.id] as SyncedEvents).events as EventOf<typeof messageCreated>[]
    const urls = [live, later!].map(({ data }) => data.attachments![0]!.url)
    for (const url of urls) {
      expect(new URL(url).searchParams.has('user')).toBe(false)
      expect((await fetch(here(url), { method: 'HEAD' })).status).toBe(200)
    }
    await bob.call(leaveChannel, { id: room.id })
    for (const url of urls) expect((await fetch(here(url), { method: 'HEAD' })).status).toBe(404)
  })

  it('sends the CORS headers that another site’s page needs, and lets it show pictures', async () => {
    const { url } = await upload()
    const asked = await fetch(here(url), { headers: { origin: 'https://else.example', range: 'bytes=10-19' } })
    expect(asked.status).toBe(206)
    expect((await bytesOf(asked)).equals(content.subarray(10, 20))).toBe(true)
    expect(asked.headers.get('access-control-allow-origin')).toBe('*')
    for (const name of ['ETag', 'Content-Range', 'Accept-Ranges', 'Content-Disposition'])
      expect(asked.headers.get('access-control-expose-headers')).toContain(name)
    expect(asked.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(asked.headers.get('content-range')).toBe(`bytes 10-19/${content.length}`)
  })

  it('answers HEAD, conditions and wrong ranges as behind it', async () => {
    const { url } = await upload()
    const head = await fetch(here(url), { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(content.length)])
    const etag = head.headers.get('etag')!
    expect((await fetch(here(url), { headers: { 'if-none-match': etag } })).status).toBe(304)
    const beyond = await fetch(here(url), { headers: { range: `bytes=${content.length}-` } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${content.length}`])
  })

  it('is counted apart: a page with many pictures takes nothing from those who sign in', async () => {
    const { url } = await upload()
    const { headers } = await fetch(here(url), { method: 'HEAD' })
    expect(headers.get('ratelimit-policy')).toBe('"files";q=3000;w=60')
  })
})

/** What the gateway answers to a request that is written as it is, and what happens to the connection. */
function speak(lines: string[]) {
  const { hostname, port } = new URL(platform.url)
  const socket = connect(Number(port), hostname)
  closeAfterwards({ close: async () => socket.destroy() })
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  socket.write(`${[...lines, '', ''].join('\r\n')}`)
  return {
    socket,
    untilReceived: (pattern: RegExp) => vi.waitUntil(() => pattern.exec(text) ?? undefined, 30_000),
    received: () => text,
  }
}

const head = (more: string[]) => [
  `POST ${uploadFiles.path} HTTP/1.1`,
  'Host: parley',
  `Authorization: Bearer ${bob.token}`,
  'Content-Type: multipart/form-data; boundary=b',
  ...more,
]
const opening = `--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n`
const closing = `\r\n--b\r\nContent-Disposition: form-data; name="conversation_id"\r\n\r\n${conversation_id}\r\n--b--\r\n`

describe('an upload, through the gateway', () => {
  it('that announces too much is refused before a byte of it is read', async () => {
    const { untilReceived, received } = speak(head([`Content-Length: ${uploadFiles.bodyLimitBytes + 1}`]))
    await untilReceived(/^HTTP\/1\.1 413 /)
    expect(received()).toContain('payload_too_large')
  })

  it('waits for leave, where its sender asks for it', async () => {
    const body = opening + 'x'.repeat(100) + closing
    const { socket, untilReceived, received } = speak(head(['Expect: 100-continue', `Content-Length: ${body.length}`]))
    await untilReceived(/^HTTP\/1\.1 100 /)
    socket.write(body)
    await untilReceived(/HTTP\/1\.1 200 /)
    expect(received()).toContain('"size":100')
  })

  it('gets no leave for what will be refused', async () => {
    const lines = head(['Expect: 100-continue', 'Content-Length: 10']).map((line) =>
      line.replace('multipart/form-data; boundary=b', 'application/json'),
    )
    const { untilReceived, received } = speak(lines)
    await untilReceived(/^HTTP\/1\.1 415 /)
    expect(received()).not.toContain(' 100 ')
  })

  it('of a file that is too long is answered while it is still sent', async () => {
    const { socket, untilReceived } = speak(head(['Transfer-Encoding: chunked']))
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    socket.write(`${opening.length.toString(16)}\r\n${opening}\r\n`)
    let sent = 0
    const send = () => {
      while (sent++ < 40) if (!socket.write(chunk)) return void socket.once('drain', send)
    }
    send()
    await untilReceived(/^HTTP\/1\.1 413 .*A file may be at most 25 MiB/s)
    await untilNothingIsUnderWay()
    expect(uploadLimits.maxFileBytes).toBe(25 * 1024 * 1024)
  })

  it('that is broken off leaves nothing behind, and nobody waiting', async () => {
    const before = await countStoredFiles(platform.database)
    const { socket } = speak(head(['Content-Length: 20000000']))
    socket.write(opening + 'x'.repeat(5_000_000))
    await vi.waitFor(async () => expect((await underWay()).length).toBe(1), 30_000)
    socket.destroy()
    await untilNothingIsUnderWay()
    expect(await countStoredFiles(platform.database)).toEqual(before)
  })
})

it('a download that is broken off leaves nothing open', async () => {
  const large = randomBytes(20_000_000)
  const { url } = await upload(large)
  const openFiles = async () => {
    const names = await readdir('/proc/self/fd')
    return names.length
  }
  const before = await openFiles()
  for (let i = 0; i < 20; i++) {
    const leaving = new AbortController()
    const answer = await fetch(here(url), { signal: leaving.signal })
    await answer.body!.getReader().read()
    leaving.abort()
  }
  await vi.waitFor(async () => expect(await openFiles()).toBeLessThanOrEqual(before + 10), 30_000)
  expect((await bytesOf(await fetch(here(url)))).equals(large)).toBe(true)
})
