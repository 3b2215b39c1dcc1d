import { randomBytes } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import { newSecret } from '@parley/testing/platforms/signed-webhook'
import { randomOf } from '@parley/testing/random'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { InboundRequest } from '../../src/platforms/platform.ts'
import { webhook as platform } from '../../src/platforms/webhook/webhook.ts'

const secret = newSecret()
const body = JSON.stringify({ type: 'message.deleted', channel: { id: 'c-1' }, id: 'm-1' })

const requestOf = (headers: Record<string, string>, text: string | Buffer): InboundRequest => ({
  header: (name) => headers[name],
  body: Buffer.from(text),
})

/** The headers that a program signs a body with. */
const signed = (text: string, { id = 'e-1', at = new Date(), by = secret } = {}) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': new Webhook(by).sign(id, at, text),
})

const receive = (request: InboundRequest) => platform.receive!(request, { secret }, new Date())

describe('what a signed webhook posts', () => {
  it('is refused where it is forged, changed, replayed late or nonsense: 10,000 tries', () => {
    const random = randomOf(1)
    const good = signed(body)
    const aside = (seconds: number) => new Date(Date.now() + seconds * 1_000)
    const signature = good['webhook-signature']
    const attempts: ((i: number) => InboundRequest)[] = [
      () => requestOf(signed(body, { by: newSecret() }), body),
      (i) => requestOf(good, body.replace('m-1', `m-${i + 2}`)),
      (i) => requestOf({ ...good, 'webhook-id': `e-${i + 2}` }, body),
      (i) => requestOf({ ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + i + 1) }, body),
      (i) => requestOf(signed(body, { at: aside(-302 - i) }), body),
      (i) => requestOf(signed(body, { at: aside(310 + i) }), body),
      () => requestOf({ ...good, 'webhook-signature': `v1,${randomBytes(32).toString('base64')}` }, body),
      () => requestOf({ ...good, 'webhook-signature': signature.replace('v1,', 'v2,') }, body),
      () => requestOf({ ...good, 'webhook-signature': signature.slice(0, -1) }, body),
      () => requestOf({ ...good, 'webhook-signature': '' }, body),
      () => requestOf({ ...good, 'webhook-timestamp': ['', 'NaN', '1e9', '-1'][Math.floor(random() * 4)]! }, body),
      () => requestOf({}, randomBytes(20)),
    ]
    let taken = 0
    for (let i = 0; i < 10_000; i++) {
      try {
        receive(attempts[i % attempts.length]!(i))
        taken += 1
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'unauthorized')) throw error
      }
    }
    expect(taken).toBe(0)
  })

  it('is the same event whenever it comes, and one of its channel', () => {
    const events = [{ id: 'e-1', channelId: 'c-1', at: null, payload: JSON.parse(body) }]
    expect(receive(requestOf(signed(body), body))).toEqual({ events })
    expect(receive(requestOf(signed(body, { at: new Date(Date.now() - 60_000) }), body))).toEqual({ events })
    const rotated = signed(body)
    const both = { ...rotated, 'webhook-signature': `v1,AAAA ${rotated['webhook-signature']}` }
    expect(receive(requestOf(both, body))).toEqual({ events })
    for (const nonsense of ['{', '']) expect(() => receive(requestOf(signed(nonsense), nonsense))).toThrow('JSON')
    const long = signed(body, { id: 'e'.repeat(201) })
    expect(() => receive(requestOf(long, body))).toThrow('at most 200')
  })
})
