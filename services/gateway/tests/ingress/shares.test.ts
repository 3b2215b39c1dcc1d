import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { downloadFile, uploadFiles } from '@parley/contracts/messages/files'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it, vi } from 'vitest'
import { createDeployment, openGateway, register, sendRaw, startDouble } from './gateway.ts'

/** Enough for a busy machine. */
const soon = { timeout: 15_000 }
const pending: ServerResponse[] = []
const downloads: ServerResponse[] = []
/** More than all buffers on the way hold. */
const largeBytes = 32 * 1024 * 1024
const smallBytes = 100_000
const double = await startDouble((request, response) => {
  request.resume()
  if (request.url!.startsWith('/api/v2/files/')) {
    downloads.push(response)
    response.setHeader('content-type', 'application/octet-stream')
    response.end(Buffer.alloc(request.url!.includes('large') ? largeBytes : smallBytes))
  } else if (request.url!.includes('scheduled')) response.setHeader('content-type', 'application/json').end('{}')
  else pending.push(response)
})
const deployment = await createDeployment()
const env = { RATE_LIMITS: 'on', CALLS_PER_PERSON: '2', STREAMS_PER_PERSON: '2', MIN_TRANSFER_BYTES_PER_SECOND: '100' }
const gateway = await openGateway(
  deployment,
  { upstreams: { messaging: double.url }, env },
  { rateWindowMs: 600, discardMs: 200 },
)
const ada = await register(gateway.url)
const bob = await register(gateway.url)
const slow = `${gateway.url}/api/v2/messages/${randomUUID()}`
const quick = `${gateway.url}/api/v2/messages/scheduled`

/** A metric of each gate, by its name. */
async function measured(url: string, metric: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const lines = text.matchAll(new RegExp(`^${metric}{gate="([^"]+)".*} (\\d+)$`, 'gm'))
  return Object.fromEntries([...lines].map(([, gate, value]) => [gate!, Number(value)]))
}

it('measures its gates', async () => {
  const gates = [
    'avatars',
    'calls',
    'foreign pictures',
    'handshakes',
    'pictures',
    'presence',
    'requests',
    'sign-ins',
    'sockets',
    'streams',
  ]
  for (const metric of ['parley_gate_running', 'parley_gate_waiting', 'parley_gate_refused_total'])
    expect(Object.keys(await measured(gateway.url, metric)).sort()).toEqual(gates)
})

describe('calls in flight', () => {
  it('of one person are bounded, and take nothing from others', async () => {
    const leaving = new AbortController()
    const calls = [0, 1].map(() => fetch(slow, { headers: ada.headers, signal: leaving.signal }).catch(() => undefined))
    await vi.waitFor(() => expect(pending).toHaveLength(2), soon)
    const beyond = await fetch(quick, { headers: ada.headers })
    expect([beyond.status, beyond.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await fetch(quick, { headers: bob.headers })).status).toBe(200)
    expect(await measured(gateway.url, 'parley_gate_refused_total')).toMatchObject({ calls: 1, streams: 0 })
    leaving.abort()
    await Promise.all(calls)
    await vi.waitFor(async () => expect((await fetch(quick, { headers: ada.headers })).status).toBe(200), soon)
  })
})

/** Begins an upload, and sends a byte of it now and then. */
function uploadSlowly(token: string) {
  const { hostname, port } = new URL(gateway.url)
  const socket = connect(Number(port), hostname)
  const upload = { received: '', isClosed: false }
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    upload.received += chunk.toString('latin1')
  })
  socket.write(
    `POST ${uploadFiles.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`,
  )
  const drip = setInterval(() => socket.write('x'), 50)
  socket.on('close', () => {
    upload.isClosed = true
    clearInterval(drip)
  })
  return upload
}

describe('an upload that is slow on purpose', () => {
  it('is one of few of its sender’s, and is cut off', async () => {
    const uploads = Array.from({ length: 3 }, () => uploadSlowly(ada.token))
    await vi.waitFor(() => expect(uploads.filter(({ received }) => received.includes(' 429 '))).toHaveLength(1), soon)
    await vi.waitFor(
      () => {
        expect(uploads.filter(({ received }) => received.includes('arrives too slowly'))).toHaveLength(2)
        expect(uploads.every(({ isClosed }) => isClosed)).toBe(true)
      },
      { timeout: 15_000 },
    )
  })
})

/** Asks for a download, and reads nothing of it. */
function downloadSlowly(): Socket {
  const { hostname, port } = new URL(gateway.url)
  const path = downloadFile.path.replace(':id', randomUUID()).replace(':name', 'large')
  const socket = connect(Number(port), hostname)
  closeAfterwards({ close: async () => void socket.destroy() })
  socket.on('error', () => {})
  socket.pause()
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  return socket
}

describe('a download that is read too slowly', () => {
  it('is cut off, and its service’s part in it; one that is read arrives whole', async () => {
    downloadSlowly()
    await vi.waitFor(() => expect(downloads).toHaveLength(1), soon)
    const [slow] = downloads
    await vi.waitFor(() => expect(slow!.destroyed).toBe(true), soon)
    expect(slow!.writableFinished).toBe(false)
    const url = gateway.url + downloadFile.path.replace(':id', randomUUID()).replace(':name', 'small')
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(smallBytes)
  })
})

describe('the Host header', () => {
  const ask = (lines: string) => sendRaw(gateway.url, `GET /healthz HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`)

  it('is given once, and is a host', async () => {
    expect((await ask('Host: a\r\n')).status).toBe(200)
    expect((await ask('Host: [::1]:8080\r\n')).status).toBe(200)
    for (const lines of [
      'Host: a\r\nHost: b\r\n',
      'Host: a\r\nhOST: a\r\n',
      'Host: a, b\r\n',
      'Host: a b\r\n',
      'Host: a/b\r\n',
    ])
      expect([lines, (await ask(lines)).status]).toEqual([lines, 400])
  })
})
