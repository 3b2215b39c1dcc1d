import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Socket } from 'engine.io-client'
import { expect, it, onTestFinished } from 'vitest'
import { LongPolling } from '../src/long-polling.ts'

it('notices a connection that is lost in the middle of an answer', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('0{"sid":"x"', () => response.destroy())
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const socket = new Socket(`http://127.0.0.1:${port}`, { transports: [LongPolling] })
  expect(await new Promise((resolve) => socket.on('close', resolve))).toBe('transport error')
})
