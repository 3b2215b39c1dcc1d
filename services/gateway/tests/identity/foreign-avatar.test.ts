import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'
import { listChannelMembers, listChannels } from '@parley/contracts/channels/channels'
import { title } from '@parley/contracts/endpoint'
import { getMe, updateMe } from '@parley/contracts/identity/auth'
import { getForeignAvatar } from '@parley/contracts/identity/avatars'
import { listUsers } from '@parley/contracts/identity/users'
import { listWorkspaceMembers } from '@parley/contracts/identity/workspaces'
import { createAvatarUrls } from '@parley/files/avatar-urls'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newcomer } from '@parley/testing/people'
import { throughGateway } from '@parley/testing/shown-avatar'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

type Answer = (response: ServerResponse) => unknown

/** A server that answers each path as a test says, and counts. */
async function serve() {
  const answers = new Map<string, Answer>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const answer = answers.get(request.url!)
    if (answer) answer(response)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closeAfterwards({ close: async () => server.close() })
  const { port } = server.address() as AddressInfo
  return {
    port,
    /** A new URL that is answered like this. */
    at(answer: Answer): string {
      const path = `/${answers.size + 1}`
      answers.set(path, answer)
      return `http://127.0.0.1:${port}${path}`
    },
    /** How often a URL was asked for. */
    times: (url: string) => asked.filter((path) => path === new URL(url).pathname).length,
  }
}

const there = await serve()
const inside = await serve()
const FILE_URL_SECRET = randomBytes(32).toString('hex')
const env = { FILE_URL_SECRET, OUTSIDE_ALLOWED: `127.0.0.1:${there.port}` }
const scene = await setScene({ env })
const ada = await newcomer(scene, 'ada')
const { show } = createAvatarUrls({ PUBLIC_URL: scene.url, FILE_URL_SECRET: [FILE_URL_SECRET] })

const load = async (url: string, headers = {}) => {
  const response = await fetch(show(url), { headers })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}
const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: { r: 9, g: 9, b: 9 } } })
  .png()
  .toBuffer()
const answerWith =
  (bytes: Buffer | string, type = 'image/png'): Answer =>
  (response) =>
    response.writeHead(200, { 'Content-Type': type }).end(bytes)
const inner = inside.at(answerWith(png))

/** A grey picture of 81 million pixels in a few kilobytes. */
function bomb(): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const typed = Buffer.concat([Buffer.from(name), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(typed))
    return Buffer.concat([length, typed, sum])
  }
  const head = Buffer.from([0, 0, 0x23, 0x28, 0, 0, 0x23, 0x28, 1, 0, 0, 0, 0])
  const rows = deflateSync(Buffer.alloc((1 + 9_000 / 8) * 9_000))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

describe(title(getForeignAvatar), () => {
  it('fetches a picture once for everybody who asks at the same time, and keeps it as a square', async () => {
    const url = there.at(answerWith(png))
    const answers = await Promise.all(Array.from({ length: 20 }, () => load(url)))
    expect(new Set(answers.map(({ response }) => response.status))).toEqual(new Set([200]))
    expect(there.times(url)).toBe(1)
    const { response, bytes } = answers[0]!
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
    expect(response.headers.get('content-type')).toBe('image/webp')
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    const again = await load(url, { 'If-None-Match': response.headers.get('etag')! })
    expect([again.response.status, again.bytes.length]).toEqual([304, 0])
    expect(there.times(url)).toBe(1)
  })

  it('fetches it again when it has expired', async () => {
    const url = there.at(answerWith(png))
    await load(url)
    await scene.database.query(`update gateway.foreign_avatars set expires_at = now()`)
    expect((await load(url)).response.status).toBe(200)
    expect(there.times(url)).toBe(2)
  })

  it.for<[string, () => Answer]>([
    ['an SVG', () => answerWith('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'image/svg+xml')],
    [
      'an SVG that says it is a PNG',
      () => answerWith('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['a page', () => answerWith('<!doctype html><script>1</script>', 'text/html')],
    ['a picture of 81 million pixels', () => answerWith(bomb())],
    ['more than 2 MiB', () => answerWith(Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]))],
    ['half a picture', () => answerWith(png.subarray(0, png.length / 2))],
    ['an error with a picture', () => (response) => response.writeHead(500).end(png)],
    ['a cut connection', () => (response) => response.destroy()],
    ['a redirect to a private address', () => (response) => response.writeHead(302, { Location: inner }).end()],
  ])('answers 404 to %s, and does not ask again soon', async ([, answer]) => {
    const url = there.at(answer())
    for (let i = 0; i < 2; i++) {
      const { response, bytes } = await load(url)
      expect([response.status, response.headers.get('content-type')]).toEqual([404, expect.stringContaining('json')])
      expect(String(bytes)).toContain('No such picture.')
    }
    expect(there.times(url)).toBe(1)
    expect(inside.times(inner)).toBe(0)
  })

  it('calls no address that is not public', async () => {
    const { port } = new URL(inner)
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '10.0.0.1', '169.254.169.254'])
      expect((await load(`http://${host}:${port}/1`)).response.status, host).toBe(404)
    expect(inside.times(inner)).toBe(0)
  })

  it('answers a URL that it has not signed as one that is not there', async () => {
    const url = there.at(answerWith(png))
    const signed = new URL(show(url))
    const other = new URL(show(there.at(answerWith(png))))
    const changed = signed.pathname.replace(/[^/]([^/]*)$/, 'b$1')
    expect(changed).not.toBe(signed.pathname)
    for (const pathname of [other.pathname, changed, '/api/v2/avatars/foreign/x'])
      expect((await fetch(new URL(`${pathname}${signed.search}`, scene.url))).status, pathname).toBe(404)
    expect((await fetch(new URL(signed.pathname, scene.url))).status).toBe(404)
    expect(there.times(url)).toBe(0)
  })
})

describe('a picture that a person has elsewhere', () => {
  it('is shown through the gateway to others, and as it was given to the person', async () => {
    const avatarUrl = 'https://else.test/ada.png'
    expect(await ada.call(updateMe, { avatarUrl })).toMatchObject({ avatarUrl })
    expect(await ada.call(getMe)).toMatchObject({ avatarUrl })
    const shown = throughGateway(avatarUrl)
    expect((await ada.call(listUsers, {})).data).toMatchObject([{ avatar_url: shown }])
    expect(await ada.call(listWorkspaceMembers, { id: ada.workspaceId })).toMatchObject({
      data: [{ avatar_url: shown }],
    })
    const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
    expect((await ada.call(listChannelMembers, { id: channels[0]!.id })).members).toMatchObject([{ avatar_url: shown }])
  })
})
