import { generateKeyPairSync } from 'node:crypto'
import type { ServiceName } from '@parley/contracts/services'
import { actingUser, type Caller, createSigner, createVerifier } from '@parley/kit/assertion'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKey,
    secret: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    public: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}
const gateway = pair()
const stranger = pair()
const engine = pair()
const caller: Caller = {
  userId: '0190a5b4-7c1e-7def-8abc-000000000001',
  workspaceId: '0190a5b4-7c1e-7def-8abc-000000000002',
  credentialId: '0190a5b4-7c1e-7def-8abc-000000000003',
  kind: 'user',
  credential: 'session',
  role: 'member',
  isAgent: false,
  scopes: null,
}

describe('assertions', () => {
  const verify = createVerifier('messaging', { gateway: gateway.public })
  const sign = createSigner('gateway', gateway.secret)

  it('name the caller to the service that they are made for', () => {
    expect(verify(sign('messaging', caller))).toEqual(caller)
  })

  const visitor = {
    kind: 'visitor',
    visitorId: caller.userId,
    workspaceId: caller.workspaceId,
    widgetKeyId: caller.credentialId,
    siteId: caller.credentialId,
  } as const
  const service = (name: ServiceName) =>
    ({ kind: 'service', service: name, workspaceId: caller.workspaceId, userId: null }) as const

  it('name visitors, and services for whom they act', () => {
    const both = createVerifier('messaging', { gateway: gateway.public, 'chat-engine': engine.public })
    for (const each of [visitor, { ...visitor, siteId: null }]) expect(both(sign('messaging', each))).toEqual(each)
    const own = createSigner('chat-engine', engine.secret)('messaging', service('chat-engine'))
    expect(both(own)).toEqual(service('chat-engine'))
  })

  it('are believed of people and visitors by the gateway alone, and of a service by itself', () => {
    const both = createVerifier('messaging', { gateway: gateway.public, 'chat-engine': engine.public })
    const byEngine = createSigner('chat-engine', engine.secret)
    for (const named of [caller, visitor, service('integrations')])
      expect(() => both(byEngine('messaging', named))).toThrow('Only the gateway and other services may call this.')
    expect(() => both(sign('messaging', service('chat-engine')))).toThrow('Only the gateway')
  })

  it('open no other service', () => {
    expect(() => verify(sign('channels', caller))).toThrow('Only the gateway and other services may call this.')
  })

  it('are taken under the old key and the new one while one replaces the other', () => {
    const next = pair()
    const both = createVerifier('messaging', { gateway: `${gateway.public},${next.public}` })
    for (const { secret } of [gateway, next])
      expect(both(createSigner('gateway', secret)('messaging', caller))).toEqual(caller)
    expect(() => both(createSigner('gateway', stranger.secret)('messaging', caller))).toThrow()
  })

  it.each([
    ['of a caller that is not trusted', () => createSigner('channels', stranger.secret)('messaging', caller)],
    ['signed with another key', () => createSigner('gateway', stranger.secret)('messaging', caller)],
    ['without a signature', () => jwt.sign({ ...caller, iss: 'gateway', aud: 'messaging' }, '', { algorithm: 'none' })],
    ['signed with the public key as a secret', () => jwt.sign({ iss: 'gateway', aud: 'messaging' }, gateway.public)],
    [
      'that have expired',
      () =>
        jwt.sign({ caller }, gateway.privateKey, {
          algorithm: 'ES256',
          issuer: 'gateway',
          audience: 'messaging',
          subject: 'u',
          expiresIn: -1,
        }),
    ],
    ['that are missing', () => undefined],
    ['that are no token', () => 'garbage'],
    ['whose payload is no JSON', () => jwt.sign('no JSON', gateway.privateKey, { algorithm: 'ES256' })],
    ['whose payload is another JSON', () => jwt.sign('null', gateway.privateKey, { algorithm: 'ES256' })],
  ])('are refused %s', (_, make) => {
    expect(() => verify(make())).toThrow('Only the gateway and other services may call this.')
  })
})

describe('actingUser', () => {
  const other = '0190a5b4-7c1e-7def-8abc-000000000009'
  const key = { ...caller, credential: 'key' as const }

  it('is the caller where nobody, or the caller, is named', () => {
    expect(actingUser(caller, undefined)).toBe(caller.userId)
    expect(actingUser(caller, caller.userId)).toBe(caller.userId)
  })

  it('is another only for an admin’s key with scope admin', () => {
    expect(actingUser({ ...key, role: 'admin', scopes: ['write', 'admin'] }, other)).toBe(other)
  })

  it.each([
    ['a session, even an owner’s', { ...caller, role: 'owner' as const }],
    ['a key without scope admin', { ...key, role: 'owner' as const, scopes: ['write' as const] }],
    ['a member’s key', { ...key, role: 'member' as const, scopes: ['admin' as const] }],
  ])('refuses %s', (_, who) => {
    expect(() => actingUser(who, other)).toThrow('user_id must be the caller.')
  })
})
