import { listChannels } from '@parley/contracts/channels/channels'
import { SocketError, SyncAnswer } from '@parley/contracts/realtime'
import { type Person, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { openSocket, type TestSocket } from '@parley/testing/sockets'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { tryOften } from './budget.ts'
import { hostileText, hostileValue, toJson } from './hostile.ts'
import { send } from './wire.ts'

const platform = await bootPlatform()
const { ada, bob, eve } = await people(platform)
const generalOf = async ({ call, workspaceId }: Person) =>
  (await call(listChannels, { workspace_id: workspaceId })).channels.find(({ name }) => name === 'general')
const visitor = await visit(platform, await newWidgetKey(ada))
const [general, foreign] = [await generalOf(ada), await generalOf(eve)]

let observer: TestSocket
beforeEach(async () => {
  observer = await bob.socket()
  return () => observer.close()
})

/** Another person's connection still works. */
async function expectUnharmed(): Promise<void> {
  expect(observer.socket.connected).toBe(true)
  expect(SyncAnswer.safeParse(await ask(observer, 'sync', [{ [general!.id]: 0 }])).error).toBeUndefined()
}

const ask = (socket: TestSocket, event: string, args: unknown[]): Promise<unknown> => socket.ask(event, ...args)

const positions = fc.dictionary(
  fc.oneof(fc.constantFrom(general!.id, foreign!.id, `ch_${'0'.repeat(26)}`), hostileText),
  fc.oneof(fc.nat(), fc.record({ seq: fc.nat(), rev: fc.nat() }), hostileValue),
  { maxKeys: 4 },
)

describe('whatever a client sends', () => {
  it('is acknowledged, or refused as documented', async () => {
    const name = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('sync', 'typing', 'presence', 'positions', 'viewing') },
      { weight: 1, arbitrary: hostileText.filter((text) => text !== '') },
      { weight: 1, arbitrary: fc.constantFrom('message.created', 'join', 'constructor', '__proto__', 'toString') },
    )
    const payload = fc.oneof(
      positions,
      fc.record({ channel_id: fc.oneof(fc.constantFrom(general!.id, foreign!.id), hostileValue) }),
      fc.record({ conversationId: fc.oneof(fc.constantFrom(null, `cnv_${'0'.repeat(26)}`), hostileValue) }),
      fc.record({ status: fc.oneof(fc.constantFrom('online', 'offline', 'dnd'), hostileValue) }),
      hostileValue,
    )
    const sockets = new Map<typeof ada | typeof visitor, TestSocket>()
    const anybody = fc.constantFrom(ada, visitor)
    await tryOften(
      fc.asyncProperty(anybody, name, fc.array(payload, { maxLength: 3 }), async (who, event, args) => {
        let socket = sockets.get(who)
        if (!socket?.socket.connected) {
          socket = await who.socket()
          sockets.set(who, socket)
        }
        const packetBytes = toJson([event, ...args]).length
        const answer = await ask(socket, event, args).catch((error: Error) => error)
        // What is too large to be taken closes the connection.
        if (answer instanceof Error && packetBytes > 60_000 && !socket.socket.connected) return
        expect(answer).toBeTypeOf('object')
        expect(answer).not.toBeInstanceOf(Error)
        if ('error' in (answer as object)) {
          const { error } = SocketError.safeParse(answer)
          expect(error).toBeUndefined()
          expect((answer as SocketError).error.code).not.toBe('internal')
        }
      }),
    )
    await expectUnharmed()
  })

  it('does no harm as raw frames', async () => {
    const frame = fc.oneof(
      fc.constantFrom(
        '',
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
        '40',
        '40{',
        '41',
        '42',
        '42[',
        '42[]',
        '42["sync"]',
        '43',
        '44',
        '45',
        '47',
      ),
      fc.constantFrom(
        '451-["sync",{"_placeholder":true,"num":99}]',
        '451-["sync"]',
        '4599999999-["sync"]',
        '4299999999999999999["sync",{}]',
        '42/unknownId,["sync"]',
      ),
      hostileValue.map((value) => `42${toJson(value)}`),
      hostileText.map((text) => `4${text.toWellFormed()}`),
      fc.uint8Array({ maxLength: 40 }),
    )
    const tokens = fc.constantFrom(undefined, ada.token, visitor.token)
    await tryOften(
      fc.asyncProperty(tokens, fc.array(frame, { minLength: 1, maxLength: 6 }), async (token, frames) => {
        const raw = new WebSocket(`${platform.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
        await new Promise((resolve, reject) => {
          raw.onopen = resolve
          raw.onerror = reject
        })
        if (token !== undefined) raw.send(`40${JSON.stringify({ token })}`)
        for (const each of frames) if (raw.readyState === WebSocket.OPEN) raw.send(each as Uint8Array<ArrayBuffer>)
        raw.close()
        await new Promise((resolve) => {
          if (raw.readyState === WebSocket.CLOSED) resolve(undefined)
          raw.onclose = resolve
        })
      }),
    )
    await expectUnharmed()
  })

  it('as a credential, opens nothing unless it is one', async () => {
    await tryOften(
      fc.asyncProperty(hostileValue, async (token) => {
        await expect(openSocket(platform.url, token as string)).rejects.toThrow()
      }),
    )
    await expectUnharmed()
  })

  it('to the polling transport is answered', async () => {
    const query = fc.record({
      EIO: fc.constantFrom('4', '3', '', 'x'),
      transport: fc.constantFrom('polling', 'websocket', 'webtransport', '__proto__', ''),
      sid: fc.option(fc.constantFrom('', 'nobody', '__proto__', 'x'.repeat(500)), { nil: undefined }),
    })
    const body = fc.oneof(hostileText, fc.constantFrom('40', '2probe', '\x1e\x1e', '4'.repeat(100_000)))
    await tryOften(
      fc.asyncProperty(query, fc.constantFrom('GET', 'POST', 'OPTIONS', 'PUT'), body, async (given, method, text) => {
        const fields = Object.entries(given).filter(([, value]) => value !== undefined) as [string, string][]
        const { status } = await send(platform.url, {
          method,
          target: `/socket.io/?${new URLSearchParams(fields)}`,
          headers: { 'content-type': 'text/plain' },
          body: method === 'GET' ? undefined : Buffer.from(text),
        })
        expect(status).toBeLessThan(500)
      }),
    )
    await expectUnharmed()
  })
})
