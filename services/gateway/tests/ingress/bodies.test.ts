import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it } from 'vitest'
import { createDeployment, openGateway, register } from './gateway.ts'

const deployment = await createDeployment()
const gateway = await openGateway(deployment, {}, { discardMs: 1_000 })
const ada = await register(gateway.url)
const signedIn = `Authorization: Bearer ${ada.token}\r\n`

const chunk = Buffer.alloc(65_536, 'x')
const mebibyte = 1024 * 1024

/** Sends a body without end, as fast as it is taken, until the ingress ends the connection or has taken too much. */
function sendForever(start: string, giveUpAtBytes: number): Promise<{ status: string; takenBytes: number }> {
  const { hostname, port } = new URL(gateway.url)
  return new Promise((resolve) => {
    let received = ''
    let taken = 0
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${start}Host: x\r\nTransfer-Encoding: chunked\r\n\r\n`)
      more()
    })
    const more = () => {
      if (taken >= giveUpAtBytes) return socket.destroy()
      socket.write(Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')]), (error) => {
        if (error) return
        taken += chunk.length
        more()
      })
    }
    socket.on('data', (data) => {
      received += data.toString('latin1')
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve({ status: received.slice(9, 12), takenBytes: taken }))
  })
}

describe('a JSON body that is no object', () => {
  const update = (body?: string) =>
    fetch(`${gateway.url}/api/auth/me`, {
      method: 'PATCH',
      headers: { ...ada.headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    })

  it.concurrent.each(['null', 'false', '0', '""', '[]', '"text"'])('is refused: %s', async (body) => {
    const answer = await update(body)
    expect([answer.status, await answer.json()]).toMatchObject([400, { statusMessage: 'body: Must be an object.' }])
  })

  it('is not the same as none, which counts as one without fields', async () => {
    for (const body of [undefined, '', '{}']) expect([body, (await update(body)).status]).toEqual([body, 200])
  })
})

it('a body that is refused can be sent to its end, by a client that wants the connection closed, too', async () => {
  const { hostname, port } = new URL(gateway.url)
  const socket = connect(Number(port), hostname)
  closeAfterwards({ close: async () => socket.destroy() })
  const troubles: unknown[] = []
  for (const event of ['error', 'end']) socket.on(event, (error) => troubles.push(error ?? event))
  const head = ['POST /api/auth/login HTTP/1.1', 'Host: x', 'Connection: close', `Content-Length: ${3 * mebibyte}`]
  socket.write([...head, 'Content-Type: application/json', '', ''].join('\r\n'))
  const [answer] = await once(socket, 'data')
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 413 /)
  for (let sent = 0; sent < 3 * mebibyte; sent += chunk.length)
    await new Promise<void>((resolve) => socket.write(chunk, () => resolve()))
  await new Promise((resolve) => setImmediate(resolve))
  expect(troubles).toEqual([])
})

describe('an endless body that nobody reads', () => {
  it.concurrent.each([
    ['a probe', 'GET /healthz HTTP/1.1\r\n', '200'],
    ['a page', 'GET /docs HTTP/1.1\r\n', '200'],
    ['a path that leads nowhere', 'GET /nowhere HTTP/1.1\r\n', '404'],
    ['OPTIONS', 'OPTIONS /api/v2/channels HTTP/1.1\r\n', '204'],
    ['a preflight', 'OPTIONS /api/v2/channels HTTP/1.1\r\nAccess-Control-Request-Method: GET\r\n', '204'],
    ['the handshake of a socket', 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n', '200'],
    ['a call without a body that the gateway answers', `GET /api/auth/me HTTP/1.1\r\n${signedIn}`, '200'],
    ['a DELETE', `DELETE /api/v2/api-keys/${randomUUID()} HTTP/1.1\r\n${signedIn}`, '404'],
  ])('is cut off behind the answer to %s', async (_what, start, status) => {
    const sent = await sendForever(start, 64 * mebibyte)
    expect(sent.takenBytes).toBeLessThan(32 * mebibyte)
    expect(sent.status).toBe(status)
  })

  it('costs a client with a small one nothing: its connection stays open', async () => {
    const { hostname, port } = new URL(gateway.url)
    const answers = await new Promise<string>((resolve, reject) => {
      let received = ''
      const socket = connect(Number(port), hostname)
      const request = (last: boolean) =>
        socket.write(
          `GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n${last ? 'Connection: close\r\n' : ''}\r\n`,
        )
      request(false)
      let asked = 1
      socket.on('data', (data) => {
        received += data.toString('latin1')
        // The answer is there before the body is.
        if (asked === 1 && received.endsWith('}')) {
          asked = 2
          socket.write('hello')
          request(true)
          socket.write('hello')
        }
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(received))
    })
    expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  })
})
