import type { Client } from '@parley/client/client'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import type { AnswerOf, InputOf } from '@parley/contracts/endpoint'
import type { Person } from './people.ts'
import type { Platform } from './platform.ts'
import { openSocket, type TestSocket } from './sockets.ts'

/** Somebody who visits a workspace's site, through the real API. */
export interface TestVisitor {
  readonly token: string
  readonly client: Client
  /** See `Client.call`. */
  readonly call: Client['call']
  /** What the session was begun with. */
  readonly session: AnswerOf<typeof startWidgetSession>
  /** A connected socket of theirs; closed by itself when the test file ends. */
  socket(options?: { url?: string }): Promise<TestSocket>
}

/** Makes a widget key of an owner's workspace that any site may use; the key itself. */
export async function newWidgetKey(
  owner: Person,
  given: Partial<InputOf<typeof createWidgetKey>> = {},
): Promise<string> {
  return (await owner.call(createWidgetKey, { name: 'Widget', ...given })).plainKey
}

/** Begins or resumes a visit with a widget key. */
export async function visit(
  platform: Platform,
  apiKey: string,
  given: Partial<InputOf<typeof startWidgetSession>> = {},
): Promise<TestVisitor> {
  const session = await platform.client().call(startWidgetSession, { apiKey, ...given })
  const token = session.visitorToken
  const client = platform.client(token)
  return { token, client, call: client.call, session, socket: ({ url = platform.url } = {}) => openSocket(url, token) }
}
