import { describe, expect, it } from 'vitest'
import { createSessionCookie } from '../../../src/identity/domain/session-cookie.ts'

const expiresAt = '2026-12-13T08:00:00.000Z'

describe('the cookie of a browser session', () => {
  it('is bound to this very host, over https, and hidden from scripts and other sites', () => {
    const cookie = createSessionCookie('https://parley.example')
    expect(cookie.keep('abc', expiresAt)).toEqual({
      'Set-Cookie':
        '__Host-parley_session=abc; Expires=Sun, 13 Dec 2026 08:00:00 GMT; Path=/; HttpOnly; SameSite=Strict; Secure',
    })
    expect(cookie.drop()).toEqual({
      'Set-Cookie': '__Host-parley_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure',
    })
    expect(cookie.read('a=b; __Host-parley_session=abc;c=d')).toBe('abc')
    expect(cookie.read('parley_session=abc')).toBeUndefined()
  })

  it('has a plain name without https, where browsers would not take it otherwise', () => {
    const cookie = createSessionCookie('http://localhost:8080')
    expect(cookie.keep('abc', expiresAt)['Set-Cookie']).toMatch(/^parley_session=abc; .*HttpOnly; SameSite=Strict$/)
    expect(cookie.read('parley_session=abc')).toBe('abc')
  })

  it.each([
    undefined,
    '',
    'parley_session=',
    'xparley_session=abc',
    `parley_session=${'a'.repeat(101)}`,
    'parley_session=a"b',
  ])('is not in %s', (header) => expect(createSessionCookie('http://localhost').read(header)).toBeUndefined())
})
