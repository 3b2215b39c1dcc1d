import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uploadFiles } from '@parley/contracts/messages/files'
import type { Caller } from '@parley/kit/assertion'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it, vi } from 'vitest'
import { file, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'

/** However busy the machine is. */
const soon = { timeout: 15_000 }
const folder = await mkdtemp(join(tmpdir(), 'parley-shares-'))
closeAfterwards({ close: () => rm(folder, { recursive: true, force: true }) })
const scene = await setScene({
  env: {
    PARLEY_DATA: folder,
    UPLOADS_AT_ONCE: '4',
    UPLOADS_PER_PERSON: '2',
    UPLOADS_PER_WORKSPACE: '3',
    UPLOADS_PER_ADDRESS: '2',
  },
})
const { acme, eve, channel, messaging } = scene
const { ada, bob, cyd } = acme
const general = await channel({}, [bob, cyd])
const secret = await channel({ is_private: true }, [ada])
const underWay = () => readdir(join(folder, 'uploads')).catch(() => [])

const field = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const fileBegins = `--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nsome bytes`
const end = '\r\n--b--\r\n'

/** Begins an upload, and sends only this much of it. */
function begin(who: Caller, beginning: string, ip?: string) {
  const { hostname, port } = new URL(messaging.url)
  const socket = connect(Number(port), hostname)
  closeAfterwards({ close: async () => void socket.destroy() })
  const upload = {
    received: '',
    send: (text: string) => socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`),
    leave: () => socket.destroy(),
  }
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    upload.received += chunk.toString('latin1')
  })
  const from = ip === undefined ? {} : { 'x-parley-client-ip': ip }
  const headers = Object.entries({ ...messaging.headersOf(who), ...from }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  socket.write(
    `POST ${uploadFiles.path} HTTP/1.1\r\nHost: x\r\n${headers.join('')}Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  upload.send(beginning)
  return upload
}

describe('slow uploads', () => {
  it('of one person leave others’ working, in their workspace and in others', async () => {
    const slow = Array.from({ length: 20 }, () => begin(bob, fileBegins, '192.0.2.10'))
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(2), soon)
    expect(await upload(scene, cyd, general, file('mine.txt'))).toHaveLength(1)
    const slowToo = [begin(cyd, fileBegins, '192.0.2.11'), begin(ada, fileBegins, '192.0.2.12')]
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(3), soon)
    // The workspace has its share: it is another's upload that gets the last place.
    const theirs = begin(eve, `${field('conversation_id', unknownId)}${fileBegins}`, '192.0.2.13')
    await vi.waitFor(() => expect(theirs.received).toContain('HTTP/1.1 404'), soon)
    for (const each of [...slow, ...slowToo]) each.leave()
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(0), soon)
    expect(await upload(scene, bob, general, file('after.txt'))).toHaveLength(1)
  })

  it('of many accounts at one address leave others’ working', async () => {
    const slow = [ada, bob, cyd].flatMap((who) => [
      begin(who, fileBegins, '192.0.2.1'),
      begin(who, fileBegins, '192.0.2.1'),
    ])
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(2), soon)
    const refused = `${field('conversation_id', unknownId)}${fileBegins}`
    const there = begin(eve, refused, '192.0.2.1')
    const elsewhere = begin(eve, refused, '192.0.2.2')
    await vi.waitFor(() => expect(elsewhere.received).toContain('HTTP/1.1 404'), soon)
    expect(there.received).toBe('')
    for (const each of [...slow, there]) each.leave()
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(0), soon)
  })
})

describe('an upload that names its channel before its files', () => {
  it('is refused before a file of it is read, where it may not be made', async () => {
    for (const [who, conversation_id] of [
      [bob, secret],
      [bob, unknownId],
      [eve, general],
    ] as const) {
      const refused = begin(who, `${field('conversation_id', conversation_id)}${fileBegins}`)
      await vi.waitFor(() => expect(refused.received).toContain('HTTP/1.1 404'), soon)
      expect(refused.received).toContain('No such channel')
      refused.leave()
    }
  })

  it('is read where it may', async () => {
    const made = begin(bob, `${field('conversation_id', general)}${fileBegins}`)
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(1), soon)
    made.send(end)
    made.send('')
    await vi.waitFor(() => expect(made.received).toContain('HTTP/1.1 200'), soon)
  })

  it('is refused before a file of it is read, where a field before them is malformed, with all such fields', async () => {
    const refused = begin(bob, `${field('conversation_id', 'nonsense')}${field('workspace_id', 'x')}${fileBegins}`)
    await vi.waitFor(
      () => expect(refused.received).toMatch(/HTTP\/1.1 400[\s\S]*conversation_id[\s\S]*workspace_id/),
      soon,
    )
    refused.leave()
  })

  it('is answered at its end, where a field after them is malformed', async () => {
    const made = begin(bob, `${field('conversation_id', general)}${fileBegins}`)
    made.send(`\r\n${field('workspace_id', 'x')}--b--\r\n`)
    made.send('')
    await vi.waitFor(() => expect(made.received).toMatch(/HTTP\/1.1 400[\s\S]*workspace_id/), soon)
  })
})
