import { randomUUID } from 'node:crypto'
import type { Method } from '@parley/contracts/endpoint'
import type { LimitName } from '@parley/contracts/limits'
import type { Caller, VisitorCaller } from '@parley/kit/assertion'
import { describe, expect, it } from 'vitest'
import { countsOfCaller } from '../../src/admission/limits.ts'

const session: Caller = {
  kind: 'user',
  userId: 'ada',
  workspaceId: randomUUID(),
  credentialId: randomUUID(),
  credential: 'session',
  role: 'member',
  isAgent: false,
  scopes: null,
}
const browser: Caller = { ...session, credential: 'browser' }
const visitor: VisitorCaller = { kind: 'visitor', visitorId: 'v', workspaceId: 'w', widgetKeyId: 'k', siteId: 's' }
const endpoint = (method: Method, ...limits: LimitName[]) => ({ method, limits })

describe('what a request counts against', () => {
  it.each([
    [
      'a browser session reads messages in a class of its own',
      browser,
      endpoint('get', 'messages'),
      { reading: 'ada' },
    ],
    [
      'a browser session writes messages in the class of everybody',
      browser,
      endpoint('post', 'messages'),
      { messages: 'ada' },
    ],
    [
      'a browser session reads everything else in the class of everybody',
      browser,
      endpoint('get', 'channels'),
      { channels: 'ada' },
    ],
    ['a token of signing in has no such class', session, endpoint('get', 'messages'), { messages: 'ada' }],
    [
      'an API key has no such class either',
      { ...session, credential: 'key' as const },
      endpoint('get', 'messages'),
      { messages: 'ada' },
    ],
    [
      'several count together',
      session,
      endpoint('post', 'chat', 'chat_address', 'widget', 'widget_key'),
      { chat: 'ada', chat_address: '192.0.2.7' },
    ],
    [
      'a visitor counts for themselves, for their widget key and for their address',
      visitor,
      endpoint('post', 'default', 'widget', 'widget_key', 'widget_address'),
      { widget: 'w:visitor:v', widget_key: 'w:k', widget_address: '192.0.2.7' },
    ],
    [
      'a visitor whom no class is for counts all the same',
      visitor,
      endpoint('post', 'messages'),
      { default: 'w:visitor:v' },
    ],
    ['a person whom no class is for counts all the same', session, endpoint('post', 'widget'), { default: 'ada' }],
  ])('%s', (_, caller, asked, expected) => {
    const counts = countsOfCaller(asked, caller, '192.0.2.7')
    expect(Object.fromEntries(counts.map(({ name, key }) => [name, key]))).toEqual(expected)
  })
})
