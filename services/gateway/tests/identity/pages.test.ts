import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const get = (path: string) => fetch(scene.url + path)

describe.each([
  ['/accept-invite', '/api/auth/accept-invite', ['name', 'password']],
  ['/reset-password', '/api/auth/reset-password', ['password']],
])('GET %s', (path, endpoint, fields) => {
  it('is a form for the endpoint that the mailed token is for', async () => {
    const response = await get(`${path}?token=abc`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    const page = await response.text()
    expect(page).toContain(`<form method="post" action="${endpoint}"`)
    expect([...page.matchAll(/ name="(\w+)"/g)].map(([, name]) => name).filter((name) => name !== 'viewport')).toEqual(
      fields,
    )
  })

  it('keeps the token from referrers and caches, and runs only its own script', async () => {
    const { headers } = await get(`${path}?token=abc`)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/)
    const page = await (await get(path)).text()
    expect(page).not.toMatch(/<script(?! src=)|\son\w+=|style=|javascript:/)
    for (const [, asset] of page.matchAll(/(?:src|href)="(\/identity\/[^"]+)"/g))
      expect((await get(asset!)).status).toBe(200)
  })
})
