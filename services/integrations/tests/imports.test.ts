import { randomUUID } from 'node:crypto'
import { listChannels } from '@parley/contracts/channels/channels'
import { updateChannel } from '@parley/contracts/channels/managing'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { importProgress } from '@parley/contracts/imports/events'
import {
  cancelImport,
  getImport,
  getImportProof,
  listImportedChannels,
  listImports,
  retryImport,
  startImport,
} from '@parley/contracts/imports/imports'
import type { Message } from '@parley/contracts/messages/message'
import { listMessages, listUnread } from '@parley/contracts/messages/messages'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { holdPosts, removeMessages } from '@parley/testing/rows/messaging'
import { type ExportedMessage, type SlackExportOptions, slackExport, zipFile } from '@parley/testing/slack-export'
import { beforeAll, describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'integrations'] })
const ada = await newcomer(platform, 'ada')
const admin = await colleague(platform, ada, 'cara', { role: 'admin' })
const bob = await colleague(platform, ada, 'bob', { role: 'member' })
const eve = await newcomer(platform, 'eve')
const { workspaceId } = ada

const zoe = { id: 'U1', name: 'zoe', profile: { display_name: 'Zoe', email: 'zoe@else.test' } }
/** Seconds since 1970 of a minute of 1 May 2024. */
const minute = (minutes: number, rest = '000100') => `${Date.UTC(2024, 4, 1, 12, minutes) / 1_000}.${rest}`
const said = (minutes: number, text: string, more: object = {}): ExportedMessage => ({
  ts: minute(minutes),
  user: 'U1',
  text,
  ...more,
})
/** An export of its own channels and people, so that no two tests import the same. */
function ownExport({ messages, ...more }: SlackExportOptions & { messages: Record<string, ExportedMessage[]> }) {
  const names = Object.keys(messages)
  return slackExport({ users: [zoe], channels: names.map((name) => ({ id: `C-${name}`, name })), messages, ...more })
}
const newName = () => `c-${randomUUID().slice(0, 8)}`

const begin = async (who: Person, archive: File) =>
  (await who.client.answer(startImport, { id: who.workspaceId, archive: [archive] })) as {
    status: number
    body: { data: { id: string }; error?: { message: string } }
  }
async function imported(archive: File, who: Person = ada) {
  const { status, body } = await begin(who, archive)
  expect(status, JSON.stringify(body)).toBe(202)
  return ended(body.data.id, who)
}
const ended = (importId: string, who: Person = ada) =>
  vi.waitUntil(async () => {
    const { data } = await who.call(getImport, { id: who.workspaceId, importId })
    return data.status === 'completed' || data.status === 'failed' ? data : undefined
  }, 30_000)
const channelsOf = async (importId: string) =>
  (await ada.call(listImportedChannels, { id: workspaceId, importId })).data
async function historyOf(importId: string, index = 0, who = ada): Promise<Message[]> {
  const channel = (await channelsOf(importId))[index]!.channel_id!
  return (await who.call(listMessages, { channel_id: channel, limit: 100 })).data as Message[]
}
const problemsOf = ({ problems }: { problems: { code: string; count: number; examples: string[] }[] }) =>
  Object.fromEntries(problems.map(({ code, count, examples }) => [code, [count, ...examples]]))

describe(title(startImport), () => {
  it('brings in channels with their messages, threads and reactions, under their own names and times', async () => {
    const [open, secret, old] = [newName(), newName(), newName()]
    const done = await imported(
      ownExport({
        users: [zoe, { id: 'U2', name: 'bob', profile: { display_name: 'Bob L.', email: bob.email.toUpperCase() } }],
        channels: [
          { id: `C-${open}`, name: open, topic: { value: 'all of it' }, purpose: { value: 'everything' } },
          { id: `C-${old}`, name: old, is_archived: true },
        ],
        groups: [{ id: `G-${secret}`, name: secret }],
        messages: {
          [open]: [
            { ts: minute(0), user: 'U1', subtype: 'channel_join', text: '<@U1> has joined' },
            said(1, 'Hi <@U2> &amp; <!channel>, *look*: <https://a.test/b|here>', {
              reactions: [{ name: 'thumbsup', users: ['U1', 'U2'], count: 2 }],
              edited: { user: 'U1', ts: minute(9) },
            }),
            said(2, 'a reply', { user: 'U2', thread_ts: minute(1) }),
            said(3, 'to nothing', { thread_ts: minute(-99) }),
          ],
          [old]: [said(1, 'long ago')],
          [secret]: [said(1, 'psst')],
        },
      }),
    )
    expect(done).toMatchObject({
      kind: 'slack',
      status: 'completed',
      progress: 100,
      error: null,
      channels: { total: 3, done: 3, failed: 0 },
      messages: { entries: 6, imported: 5, already_here: 0, left_out: 1 },
      proof: { is_equal: true, days: 3, equal_days: 3, source_messages: 5, stored_messages: 5 },
    })
    expect(problemsOf(done)).toEqual({
      joined_or_left: [1, `${open}/2024-05-01.json: ${minute(0)}`],
      parent_missing: [1, `${open}: ${minute(3)}`],
    })
    const [alone, root] = await historyOf(done.id)
    expect(alone).toMatchObject({ content: 'to nothing', parent_message_id: null })
    expect(root).toMatchObject({
      content: 'Hi @Bob L. & @\u2060channel, **look**: [here](https://a.test/b)',
      author_type: 'bridged',
      platform: 'slack',
      display_name: 'Zoe',
      arrival: 'imported',
      created_at: '2024-05-01T12:01:00.000Z',
      edited_at: '2024-05-01T12:09:00.000Z',
      reactions: [{ emoji: ':thumbsup:', count: 2, user_ids: [bob.userId] }],
      reply_count: 1,
      participants: [bob.userId],
    })
    const { channels } = await ada.call(listChannels, { workspace_id: workspaceId, limit: 100 })
    const byName = new Map(channels.map((channel) => [channel.name, channel]))
    expect(byName.get(open)).toMatchObject({ is_private: false, topic: 'all of it', description: 'everything' })
    expect(byName.get(old)).toMatchObject({ is_archived: true })
    expect(byName.get(secret)).toMatchObject({ is_private: true, member_count: 1, is_member: true })
    const seen = await admin.call(listChannels, { workspace_id: workspaceId, limit: 100 })
    expect(seen.channels.map(({ name }) => name)).not.toContain(secret)
    expect((await ada.call(listUnread, { workspace_id: workspaceId })).channels).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ unread_count: 5 })]),
    )
  })

  it('imports nothing twice, nor makes a second channel', async () => {
    const name = newName()
    const messages = Array.from({ length: 1_200 }, (_, i) => said(i, `message ${i}`))
    const first = await imported(ownExport({ messages: { [name]: messages } }))
    expect(first).toMatchObject({ messages: { imported: 1_200 }, proof: { is_equal: true } })
    const second = await imported(ownExport({ messages: { [name]: [...messages, said(2_000, 'a new one')] } }))
    expect(second).toMatchObject({ messages: { imported: 1, already_here: 1_200 }, proof: { is_equal: true } })
    const [before, after] = [await channelsOf(first.id), await channelsOf(second.id)]
    expect(after[0]!.channel_id).toBe(before[0]!.channel_id)
  })

  it('gives a name that is taken the platform’s behind it, and one that is none here another', async () => {
    const done = await imported(
      ownExport({
        channels: [
          { id: 'C-general', name: 'general', is_general: true },
          { id: 'C-odd', name: 'Ça va_bien' },
          { id: 'C-кот', name: 'кот' },
        ],
        messages: { general: [said(1, 'hi')] },
      }),
    )
    const made = new Set((await channelsOf(done.id)).map(({ channel_id }) => channel_id))
    const { channels } = await ada.call(listChannels, { workspace_id: workspaceId, limit: 100 })
    expect(channels.filter(({ id }) => made.has(id)).map(({ name, display_name }) => [name, display_name])).toEqual([
      ['c', 'кот'],
      ['ca-va-bien', 'Ça va_bien'],
      ['general-slack', null],
    ])
  })

  it('names what it leaves out and why, and imports the rest', async () => {
    const name = newName()
    const future = `${Math.floor(Date.now() / 1_000) + 3_600}.000100`
    const done = await imported(
      ownExport({
        messages: {
          [name]: [
            said(1, 'one'),
            said(1, 'one again'),
            said(2, 'x'.repeat(41_000)),
            said(3, ' \u200b '),
            said(4, 'with\0out'),
            { ts: future, user: 'U1', text: 'not yet' },
            { ts: minute(5), text: 'by nobody' },
            said(6, '', {
              files: [{ id: 'F1', name: 'plan.pdf', url_private: 'https://files.test/plan.pdf?t=xoxe-secret' }],
            }),
          ],
        },
        files: {
          [`${name}/2024-05-02.json`]: `[${JSON.stringify(said(1_500, 'whole'))}, {"ts": "17`,
          [`${name}/2024-05-03.json`]: [{ text: 'at no time', user: 'U1' }],
          'elsewhere/2024-05-01.json': [said(1, 'of no channel')],
          'integration_logs.json': [],
        },
      }),
    )
    const day = `${name}/2024-05-01.json`
    expect(problemsOf(done)).toEqual({
      broken_file: [1, `${name}/2024-05-02.json`],
      empty: [1, `${day}: ${minute(3)}`],
      file_linked: [1, `${day}: ${minute(6)}`],
      in_the_future: [1, expect.stringContaining(future)],
      no_author: [1, `${day}: ${minute(5)}`],
      no_time: [1, `${name}/2024-05-03.json`],
      nul_removed: [1, `${day}: ${minute(4)}`],
      repeated: [1, `${day}: ${minute(1)}`],
      too_long: [1, `${day}: ${minute(2)}`],
      unknown_channel: [1, 'elsewhere'],
    })
    expect(done).toMatchObject({ messages: { imported: 4, left_out: 6 }, proof: { is_equal: true } })
    expect((await historyOf(done.id)).map(({ content }) => content)).toEqual([
      'whole',
      '[plan.pdf](https://files.test/plan.pdf)',
      'without',
      'one',
    ])
  })

  it('keeps the files that an archive has, and names those that cannot be kept', async () => {
    const name = newName()
    const post = (message: string, more: object) => ({
      type: 'post',
      post: { team: 'acme', channel: name, user: 'zoe', message, create_at: Date.UTC(2024, 4, 1), ...more },
    })
    const lines = [
      { type: 'version', version: 1 },
      { type: 'channel', channel: { team: 'acme', name, type: 'O' } },
      post('with a file', { attachments: [{ path: 'plan.txt' }, { path: 'gone.txt' }] }),
      post('', { attachments: [{ path: 'lost.txt' }] }),
    ]
    const archive = () =>
      zipFile({ 'a.jsonl': lines.map((line) => JSON.stringify(line)).join('\n'), 'data/plan.txt': 'the plan' })
    const done = await imported(archive())
    expect(done).toMatchObject({ kind: 'mattermost', messages: { imported: 2 }, proof: { is_equal: true } })
    expect(problemsOf(done)).toEqual({ file_named: [2, 'gone.txt', 'lost.txt'] })
    const messages = await historyOf(done.id)
    expect(messages.find(({ content }) => content === 'lost.txt')).toMatchObject({ attachments: null })
    const [file] = messages.find(({ content }) => content === 'with a file')!.attachments!
    const { pathname, search } = new URL(file!.url)
    expect(await (await fetch(`${platform.url}${pathname}${search}`)).text()).toBe('the plan')
    expect(await imported(archive())).toMatchObject({ messages: { imported: 0, already_here: 2 } })
  })

  it('takes nothing but exports, and says what is wrong with another', async () => {
    const messageOf = async (archive: File) => {
      const { status, body } = await begin(ada, archive)
      return [status, body.error?.message]
    }
    expect(await messageOf(new File(['no ZIP'], 'a.zip'))).toEqual([400, expect.stringMatching(/cannot be read/)])
    expect(await messageOf(slackExport({ files: { '../evil.json': 'x' } }))).toEqual([
      400,
      expect.stringContaining('../evil.json'),
    ])
  })

  it('belongs to owners and admins of the workspace', async () => {
    const archive = () => slackExport({})
    expect((await begin(bob, archive())).status).toBe(403)
    const foreign = { id: workspaceId, archive: [archive()] } satisfies InputOf<typeof startImport>
    expect((await eve.client.answer(startImport, foreign)).status).toBe(404)
    const { id } = await imported(archive(), admin)
    expect((await ada.call(listImports, { id: workspaceId, limit: 1 })).data[0]).toMatchObject({
      id,
      requested_by: encodeId('usr', admin.userId),
    })
    expect((await ada.call(getImport, { id: workspaceId, importId: id })).data.archive).toBeNull()
    const { archive: own } = (await admin.call(getImport, { id: workspaceId, importId: id })).data
    const { pathname, search } = new URL(own!.url)
    expect((await fetch(`${platform.url}${pathname}${search}`)).status).toBe(200)
    expect((await eve.client.answer(getImport, { id: eve.workspaceId, importId: id })).status).toBe(404)
  })
})

describe('an import', () => {
  let name: string
  let done: Awaited<ReturnType<typeof ended>>
  beforeAll(async () => {
    name = newName()
    done = await imported(
      ownExport({ messages: { [name]: [said(1, 'one'), said(2, 'two'), said(1_500, 'tomorrow')] } }),
    )
  })

  it('proves each day on both sides, and imports what is missing again', async () => {
    const proof = async (gaps?: boolean) =>
      (await ada.call(getImportProof, { id: workspaceId, importId: done.id, ...(gaps && { gaps }) })).data
    const days = await proof()
    expect(days.map(({ day, source, is_equal }) => [day, source.messages, is_equal])).toEqual([
      ['2024-05-01', 2, true],
      ['2024-05-02', 1, true],
    ])
    expect(days.every(({ source, stored }) => source.digest === stored!.digest)).toBe(true)
    const [channel] = await channelsOf(done.id)
    await removeMessages(platform.database, { workspaceId, channelId: channel!.channel_id! }, ['two'])
    await ada.call(retryImport, { id: workspaceId, importId: done.id })
    const again = await ended(done.id)
    expect(again).toMatchObject({
      messages: { entries: 3, imported: 4 },
      proof: { is_equal: true, stored_messages: 3 },
    })
    expect(await proof(true)).toEqual([])
    expect((await historyOf(done.id)).map(({ content }) => content)).toEqual(['tomorrow', 'two', 'one'])
  })

  it('is published to owners and admins, and only rises', async () => {
    const [owner, member] = [await ada.socket(), await bob.socket()]
    const { id } = await imported(ownExport({ messages: { [newName()]: [said(1, 'one')] } }))
    const last = await owner.next(importProgress, ({ data }) => data.id === id && data.status === 'completed')
    expect(last.data).toMatchObject({ progress: 100, proof: { is_equal: true } })
    expect(member.all(importProgress)).toEqual([])
  })

  it('ends when it is cancelled, and goes on no more', async () => {
    const unlock = await holdPosts(platform.database)
    const { body } = await begin(ada, ownExport({ messages: { [newName()]: [said(1, 'one')] } }))
    const importId = body.data.id
    const answer = await ada.call(cancelImport, { id: workspaceId, importId })
    await unlock()
    expect(answer.data).toMatchObject({ status: 'failed', error: { code: 'cancelled' } })
    expect((await ada.client.answer(cancelImport, { id: workspaceId, importId })).status).toBe(409)
    expect((await ada.client.answer(retryImport, { id: workspaceId, importId })).status).toBe(409)
    expect(decodeId(importId, ['job'])).toBeDefined()
  })

  it('reports a channel that was archived here, and imports it again once it is open', async () => {
    const own = newName()
    const first = await imported(ownExport({ messages: { [own]: [said(1, 'one')] } }))
    const [channel] = await channelsOf(first.id)
    const id = channel!.channel_id!
    await ada.call(updateChannel, { id, is_archived: true })
    const second = await imported(ownExport({ messages: { [own]: [said(1, 'one'), said(2, 'two')] } }))
    expect(second).toMatchObject({ channels: { done: 0, failed: 1 }, messages: { imported: 0 } })
    expect(problemsOf(second)).toMatchObject({ channel_archived: [2, expect.any(String), expect.any(String)] })
  })
})
