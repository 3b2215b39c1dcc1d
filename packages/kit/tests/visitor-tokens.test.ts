import { randomUUID } from 'node:crypto'
import { createVisitorTokens, visitorTokenLifetimeSeconds } from '@parley/kit/visitor-tokens'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'

const [secret, former] = ['n'.repeat(32), 'f'.repeat(32)]
const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: [secret, former] })
const ids = { visitorId: randomUUID(), workspaceId: randomUUID(), widgetKeyId: randomUUID(), siteId: randomUUID() }
const visitor = { kind: 'visitor', ...ids }
const claims = { wsp: ids.workspaceId, key: ids.widgetKeyId, sit: ids.siteId }
const named = { subject: ids.visitorId, issuer: 'parley', audience: 'visitor', expiresIn: 60 } as const
const signed = (given: object, options: jwt.SignOptions, by = secret) => `prl_vt_${jwt.sign(given, by, options)}`

describe('a visitor’s token', () => {
  it('names its visitor until it expires, and is signed with the first secret', () => {
    const token = tokens.issue(ids, 60)
    expect(tokens.read(token)!.visitor).toEqual(visitor)
    expect(Math.abs(tokens.read(token)!.expiresAt - Date.now() - 60_000)).toBeLessThan(5_000)
    expect(createVisitorTokens({ VISITOR_TOKEN_SECRETS: [secret] }).read(token)).toBeDefined()
  })

  it('may be of no site', () => {
    expect(tokens.read(tokens.issue({ ...ids, siteId: null }, 60))!.visitor).toEqual({ ...visitor, siteId: null })
  })

  it('is taken under every secret', () => {
    expect(tokens.read(signed(claims, named, former))).toMatchObject({ visitor })
  })

  it('lives for thirty days at most', () => {
    const { expiresAt } = tokens.read(tokens.issue(ids, 10 * visitorTokenLifetimeSeconds))!
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + visitorTokenLifetimeSeconds * 1_000)
  })

  it.each([
    ['another secret', signed(claims, named, 'o'.repeat(32))],
    ['another algorithm', signed(claims, { ...named, algorithm: 'HS512' })],
    ['another audience', signed(claims, { ...named, audience: 'parley' })],
    ['an expiry in the past', signed(claims, { ...named, expiresIn: -1 })],
    ['no expiry', signed(claims, { subject: ids.visitorId, issuer: 'parley', audience: 'visitor' })],
    ['no site', signed({ ...claims, sit: undefined }, named)],
    ['nothing behind its prefix', 'prl_vt_'],
  ])('is refused with %s', (_, token) => {
    expect(tokens.read(token)).toBeUndefined()
  })
})
