import type { RawAnswer } from '@parley/client/client'
import { password } from '@parley/testing/people'
import { expect } from 'vitest'
import type { Scene } from './scene.ts'

/** What a page of our own origin does: it sends what a browser would, and keeps its cookie. */
export function openBrowser(scene: Scene) {
  let cookie = ''
  async function send(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<RawAnswer> {
    const answer = await scene.client().request(method, path, {
      body,
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, ...headers },
    })
    const set = answer.headers.get('set-cookie')
    if (set) cookie = set.split(';', 1)[0]!
    return answer
  }
  return {
    get cookie() {
      return cookie
    },
    signIn: (email: string, given: { password?: string; headers?: Record<string, string> } = {}) =>
      send('POST', '/api/auth/browser-session', { email, password: given.password ?? password }, given.headers ?? {}),
    signInByLink: (secret: string, headers: Record<string, string> = {}) =>
      send('POST', '/api/auth/browser-session/link', { secret }, headers),
    token: (workspaceId?: string, headers: Record<string, string> = {}) =>
      send('POST', '/api/auth/browser-session/token', { workspaceId }, headers),
    signOut: (headers: Record<string, string> = {}) => send('DELETE', '/api/auth/browser-session', undefined, headers),
  }
}

/** A browser in which this person has signed in. */
export async function signedInBrowser(scene: Scene, email: string) {
  const browser = openBrowser(scene)
  expect((await browser.signIn(email)).status).toBe(200)
  return { ...browser, newToken: async (id?: string) => ((await browser.token(id)).body as { token: string }).token }
}
