import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { memberAdded } from '@parley/contracts/channels/events'
import { messageCreated, readUpdated } from '@parley/contracts/messages/events'
import { serviceNames } from '@parley/contracts/services'
import { openSocket } from '@parley/testing/sockets'
import { describe, expect, it, vi } from 'vitest'
import { type CurlAnswer, curl, hasCurl } from './curl.ts'
import { bootProcesses } from './processes.ts'

const platform = await bootProcesses({ fromSources: true })
const { url } = platform
const password = 'correct horse battery'

interface SignedIn {
  token: string
  user: { uuid: string }
  workspace: { uuid: string }
}
interface Mail {
  to: string
  text: string
}

/** The body of an answer that must have this status. */
const body = <T>({ status, body }: CurlAnswer, expected: number): T => {
  expect({ status, body }).toMatchObject({ status: expected })
  return body as T
}
const post = (path: string, token: string | undefined, json: unknown) => curl('POST', `${url}${path}`, { token, json })
const get = (path: string, token?: string) => curl('GET', `${url}${path}`, { token })

describe('six services, each a process of its own', () => {
  it('are alive, ready and measured', async () => {
    expect(Object.keys(platform.pids())).toEqual(expect.arrayContaining([...serviceNames, 'postgres', 'redis']))
    for (const service of serviceNames) {
      const at = platform.urlOf(service)
      expect(await curl('GET', `${at}/healthz`)).toMatchObject({ status: 200, body: { status: 'ok' } })
      expect(await curl('GET', `${at}/readyz`)).toMatchObject({ status: 200, body: { status: 'ready' } })
      const metrics = await curl('GET', `${at}/metrics`, { accept: 'text/plain' })
      expect(metrics.body).toContain(`service="${service}"`)
    }
  })

  it('answer nobody but the gateway', async () => {
    const asked = `${platform.urlOf('messaging')}/api/v2/messages/history?channel_id=019a0000-0000-7000-8000-000000000000`
    expect(await curl('GET', asked)).toMatchObject({ status: 401 })
    expect(await curl('GET', asked, { token: 'x' })).toMatchObject({ status: 401 })
  })

  it('welcome a person at their one address', async () => {
    const page = await curl('GET', `${url}/`, { accept: 'text/html' })
    expect(page.status).toBe(200)
    expect(page.body).toContain('/docs')
    expect(body<{ openapi: string }>(await get('/openapi.json'), 200).openapi).toMatch(/^3\.1/)
  })
})

describe('a first conversation', () => {
  it('reaches the two who are in it, and nobody else', async () => {
    // Ada signs up and makes a channel.
    const ada = body<SignedIn>(
      await post('/api/auth/register', undefined, {
        email: 'ada@acme.test',
        password,
        name: 'Ada',
        companyName: 'Acme',
      }),
      201,
    )
    const workspace_id = ada.workspace.uuid
    const { channel } = body<{ channel: { id: string } }>(
      await post('/api/v2/channels', ada.token, {
        workspace_id,
        name: 'product-launches',
        channel_type: 'text',
        is_private: true,
      }),
      201,
    )

    // She invites Bob; his mail is at /dev/mail, with a link that carries the token.
    body(
      await post(`/api/v2/workspaces/${workspace_id}/members`, ada.token, { email: 'bob@acme.test', role: 'member' }),
      201,
    )
    const mail = await vi.waitUntil(
      async () => body<Mail[]>(await get('/dev/mail'), 200).find(({ to }) => to.includes('bob@acme.test')),
      30_000,
    )
    const link = new URL(/https?:\/\/\S+[?&]token=[^\s"&]+/.exec(mail.text)![0])
    expect(link.origin).toBe(url)
    const token = link.searchParams.get('token')
    const bob = body<SignedIn>(await post('/api/auth/accept-invite', undefined, { token, password, name: 'Bob' }), 201)
    expect(bob.workspace.uuid).toBe(workspace_id)

    // Eve has a company of her own.
    const eve = body<SignedIn>(
      await post('/api/auth/register', undefined, {
        email: 'eve@evil.test',
        password,
        name: 'Eve',
        companyName: 'Evil',
      }),
      201,
    )

    // All three connect, and Ada adds Bob to the channel while he looks on.
    const [adas, bobs, eves] = await Promise.all([ada, bob, eve].map((person) => openSocket(url, person.token)))
    body(await post(`/api/v2/channels/${channel.id}/members`, ada.token, { user_id: bob.user.uuid }), 201)
    for (const socket of [adas!, bobs!])
      await socket.next(memberAdded, ({ data }) => data.user_id === bob.user.uuid && data.channel_id === channel.id)

    // A message, a reply in its thread, and a read mark reach both.
    const { data: question } = body<{ data: { id: string; seq: number } }>(
      await post('/api/v2/messages', ada.token, { channel_id: channel.id, content: 'Shall we launch on Friday? 🚀' }),
      201,
    )
    for (const socket of [adas!, bobs!]) {
      const { data, seq } = await socket.next(messageCreated, (event) => event.data.id === question.id)
      expect(data).toMatchObject({
        content: 'Shall we launch on Friday? 🚀',
        user_id: ada.user.uuid,
        display_name: 'Ada',
      })
      expect(seq).toBe(question.seq)
    }
    const { data: reply } = body<{ data: { id: string; seq: number } }>(
      await post(`/api/v2/messages/${question.id}/thread`, bob.token, { content: 'Friday it is.' }),
      201,
    )
    for (const socket of [adas!, bobs!]) {
      const { data } = await socket.next(messageCreated, (event) => event.data.id === reply.id)
      expect(data).toMatchObject({ content: 'Friday it is.', parent_message_id: question.id, display_name: 'Bob' })
    }
    body(await post(`/api/v2/channels/${channel.id}/read`, bob.token, { last_read_message_id: question.id }), 200)
    for (const socket of [adas!, bobs!]) {
      const { data } = await socket.next(readUpdated, (event) => event.data.user_id === bob.user.uuid)
      expect(data).toMatchObject({ channel_id: channel.id, last_read_message_id: question.id })
    }

    // What was delivered live is what is stored.
    for (const { token } of [ada, bob]) {
      const history = body<{ data: unknown[] }>(
        await get(`/api/v2/messages/history?channel_id=${channel.id}&after_seq=0`, token),
        200,
      )
      expect(history.data).toMatchObject([
        { id: question.id, seq: 1 },
        { id: reply.id, seq: 2 },
      ])
    }
    for (const socket of [adas!, bobs!]) {
      const received = socket.all(messageCreated).filter(({ channel_id }) => channel_id === channel.id)
      expect(received.map(({ data }) => data.id)).toEqual([question.id, reply.id])
    }

    // Eve receives events of her own workspace alone, and may not read this one.
    const { channel: own } = body<{ channel: { id: string } }>(
      await post('/api/v2/channels', eve.token, {
        workspace_id: eve.workspace.uuid,
        name: 'plans',
        channel_type: 'text',
      }),
      201,
    )
    body(await post('/api/v2/messages', eve.token, { channel_id: own.id, content: 'Alone.' }), 201)
    await eves!.next(messageCreated)
    expect(new Set(eves!.events.map((event) => event.workspace_id))).toEqual(new Set([eve.workspace.uuid]))
    for (const path of [
      `/api/v2/channels/${channel.id}`,
      `/api/v2/messages/${question.id}`,
      `/api/v2/messages/history?channel_id=${channel.id}`,
    ])
      expect((await get(path, eve.token)).status, path).toBe(404)
  })
})

describe('README.md', () => {
  it.skipIf(!hasCurl)('has commands that do what they say, one after another', { timeout: 240_000 }, async () => {
    const root = join(import.meta.dirname, '..')
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block]) =>
      block!.includes('$API') ? block! : [],
    )
    expect(blocks).toHaveLength(2)
    const said = 'API=http://127.0.0.1:8080\n'
    expect(blocks[0]).toContain(said)
    const script = [
      'set -euo pipefail',
      'curl() { command curl --fail-with-body --show-error --max-time 30 "$@"; echo; }',
      ...blocks,
    ].join('\n')
    const { stdout } = await promisify(execFile)('bash', ['-c', script.replace(said, `API=${url}\n`)], {
      cwd: root,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
    })
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const [found, waiting, answered, resolved, read, rated, listed] = answers.slice(-7)
    expect(found).toMatchObject({ success: true })
    expect(waiting).toMatchObject({ total: 1, conversations: [{ status: 'WAITING', visitor: { name: 'Zoe' } }] })
    expect(answered).toMatchObject({ senderType: 'AGENT', content: 'It arrives today.' })
    expect(resolved).toMatchObject({ status: 'CLOSED' })
    expect(read).toMatchObject({
      messages: [{ content: 'Where is my parcel?' }, { content: 'It arrives today.' }, { senderType: 'SYSTEM' }],
    })
    expect(rated).toMatchObject({ rating: 5 })
    expect(listed).toMatchObject({ conversations: [{ rating: 5 }], agentStats: [{ name: 'Ada', closed: 1 }] })
  })
})
