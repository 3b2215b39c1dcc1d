import { describe, expect, it } from 'vitest'
import { openScene } from './scene.ts'

const { ada, channelId } = await openScene()

/** Sends bytes as a JSON body. */
const send = (method: string, path: string, body: Buffer) =>
  ada.client.request(method, path, { body, headers: { 'Content-Type': 'application/json' } })

/** `{"<field>":"caf<bytes>"…}` */
const withBytes = (field: string, bytes: number[], rest = '') =>
  Buffer.concat([Buffer.from(`{"${field}":"caf`), Buffer.from(bytes), Buffer.from(`"${rest}}`)])

describe('text that is not UTF-8', () => {
  it.each([
    ['a service', 'POST', '/api/v2/messages', 'content', `,"channel_id":"${channelId}"`, 201],
    ['the gateway', 'PATCH', '/api/auth/me', 'name', '', 200],
  ])('is a 400 where %s reads it, for nothing else than what was sent may be stored', async (...given) => {
    const [, method, path, field, rest, status] = given
    expect(await send(method, path, withBytes(field, [0xe9], rest))).toMatchObject({ status: 400 })
    expect(await send(method, path, withBytes(field, [0xc3, 0xa9], rest))).toMatchObject({ status })
  })
})
