import { createChannel } from '@parley/contracts/channels/channels'
import { updateChannel } from '@parley/contracts/channels/managing'
import { title, type WorkspaceRole } from '@parley/contracts/endpoint'
import { exportProgress } from '@parley/contracts/exports/events'
import type { Export } from '@parley/contracts/exports/export'
import { deleteExport, exportWorkspace, getExport, startExport } from '@parley/contracts/exports/exports'
import { switchWorkspace } from '@parley/contracts/identity/auth'
import { acceptInvitation } from '@parley/contracts/identity/invitations'
import { createWorkspace, inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { getImport, startImport } from '@parley/contracts/imports/imports'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { pinMessage } from '@parley/contracts/messages/pins'
import { type ExportedWorkspace, unpackExport } from '@parley/testing/exported-workspace'
import { colleague, newcomer, type Person, personOf, proveAddress } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { assignTwinTo } from '@parley/testing/rows/channels'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { insertExport } from '@parley/testing/rows/integrations'
import { slackExport } from '@parley/testing/slack-export'
import { beforeAll, describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'integrations'] })
const ada = await newcomer(platform, 'ada')
await proveAddress(platform, ada.email)
const bob = await colleague(platform, ada, 'bob', { role: 'admin' })
const eve = await newcomer(platform, 'eve')
const { workspaceId } = ada

const download = (url: string) => {
  const { pathname, search } = new URL(url)
  return fetch(`${platform.url}${pathname}${search}`)
}
/** Asks for one's export until it has ended. */
const exported = (who: Person) =>
  vi.waitUntil(async () => {
    const { status, body } = await who.client.answer(exportWorkspace, { id: who.workspaceId })
    return status === 200 && (body as { data: Export }).data
  }, 60_000)
const bytesOf = async ({ archive }: Pick<Export, 'archive'>) =>
  new Uint8Array(await (await download(archive!.url)).arrayBuffer())
const ended = (who: Person, exportId: string) =>
  vi.waitUntil(async () => {
    const { data } = await who.call(getExport, { id: who.workspaceId, exportId })
    return data.completed_at !== null && data
  }, 60_000)
async function imported(who: Person, archive: File) {
  const begun = await who.call(startImport, { id: who.workspaceId, archive: [archive] })
  return vi.waitUntil(async () => {
    const { data } = await who.call(getImport, { id: who.workspaceId, importId: begun.data.id })
    return data.completed_at !== null && data
  }, 60_000)
}

/** Somebody in another workspace, which they own. */
async function inAnotherWorkspace(who: Person): Promise<Person> {
  const { data } = await who.call(createWorkspace, { name: 'Another' })
  return personOf(platform, who.name, await who.call(switchWorkspace, { workspaceId: data.id }))
}

/** Has somebody who has an account accept an invitation. */
async function joins(owner: Person, who: Person, role: WorkspaceRole): Promise<void> {
  await owner.call(inviteWorkspaceMember, { id: owner.workspaceId, email: who.email, role, agent: false })
  const [invitation] = await proveAddress(platform, who.email)
  await who.call(acceptInvitation, { id: invitation!.id })
}

/** Makes a workspace with everything that its people write, and that an export has to keep. */
async function fillWorkspace() {
  const create = async (who: Person, name: string, more: object = {}) => {
    const input = { workspace_id: workspaceId, name, channel_type: 'text' as const, ...more }
    return (await who.call(createChannel, input)).channel.id
  }
  const say = async (who: Person, channel_id: string, content: string, more: object = {}) =>
    (await who.call(postMessage, { channel_id, content, ...more })).data.id
  const reply = async (who: Person, id: string, content: string) =>
    (await who.call(replyInThread, { id, content })).data.id

  const plans = await create(ada, 'plans', { topic: 'what we do', description: 'all of it', display_name: 'Plans' })
  const root = await say(ada, plans, 'a **bold** plan & <more> @bob', { metadata: { ticket: 7 } })
  await reply(bob, root, 'a reply')
  await bob.call(toggleReaction, { id: root, emoji: '👍' })
  await ada.call(toggleReaction, { id: root, emoji: ':shipit:' })
  await ada.call(editMessage, { id: root, content: 'an *edited* plan & <more> @bob' })
  await ada.call(pinMessage, { id: root })
  const gone = await say(ada, plans, 'a root that is deleted')
  await reply(bob, gone, 'a reply that stays')
  await ada.call(deleteMessage, { id: gone })
  await ada.call(deleteMessage, { id: await say(ada, plans, 'nobody replied to this') })
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const files = [new File([picture], 'dot.png'), new File(['the plan'], 'plan ü.txt')]
  const { data: uploaded } = await ada.call(uploadFiles, { files, conversation_id: plans })
  await say(ada, plans, '', { attachments: uploaded.files.map(({ id }) => ({ id })) })
  const twin = await createTwin(platform.database, ada, { name: 'Scout' })
  await assignTwinTo(platform.database, plans, twin, ada)
  await say(ada, plans, 'a twin says so', { ai_twin_id: twin })
  await say(ada, await create(ada, 'secret', { is_private: true }), 'between us')
  await say(bob, await create(bob, 'bobs', { is_private: true }), 'for Bob alone')
  const dm = (
    await ada.call(createChannel, { workspace_id: workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
  ).channel.id
  await say(bob, dm, 'hi there')
  const old = await create(ada, 'old')
  await say(ada, old, 'long ago')
  await ada.call(updateChannel, { id: old, is_archived: true })
  await imported(
    ada,
    slackExport({
      users: [{ id: 'U1', name: 'zoe', profile: { display_name: 'Zoe' } }],
      channels: [{ id: 'C1', name: 'from-slack' }],
      messages: {
        'from-slack': [
          { ts: '1714564800.000100', user: 'U1', text: 'hello', reactions: [{ name: 'wave', users: ['U1'] }] },
        ],
      },
    }),
  )
}

describe(title(exportWorkspace), () => {
  let done: Export
  let bytes: Uint8Array
  let archive: ExportedWorkspace
  beforeAll(async () => {
    await fillWorkspace()
    const owner = await ada.socket()
    done = await exported(ada)
    await owner.next(exportProgress, ({ data }) => data.id === done.id && data.status === 'completed')
    bytes = await bytesOf(done)
    archive = unpackExport(bytes)
  }, 120_000)

  it('has what the exporter may read, as Slack writes it, and nothing else', async () => {
    expect(done).toMatchObject({
      status: 'completed',
      progress: 100,
      channels: 6,
      messages: 9,
      files: 2,
      left_out: { channels: 1, files: 0 },
      error: null,
    })
    for (const hidden of ['for Bob alone', 'bobs', 'nobody replied to this', 'a root that is deleted'])
      expect(archive.text).not.toContain(hidden)
    const channels = archive.json<{ name: string; members: string[] }[]>('channels.json')
    expect(channels.map(({ name }) => name).sort()).toEqual(['from-slack', 'general', 'old', 'plans'])
    expect(channels.find(({ name }) => name === 'general')!.members.sort()).toEqual([ada.userId, bob.userId].sort())
    expect(archive.json('groups.json')).toEqual([expect.objectContaining({ name: 'secret' })])
    const [direct] = archive.json<{ id: string; members: string[] }[]>('dms.json')
    expect(direct!.members.sort()).toEqual([ada.userId, bob.userId].sort())
    const users = archive.json<{ id: string; real_name: string; is_bot: boolean }[]>('users.json')
    expect(users).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: ada.userId, is_owner: true }),
        expect.objectContaining({ id: bob.userId, profile: expect.objectContaining({ email: bob.email }) }),
        expect.objectContaining({ real_name: 'Zoe', parley: { type: 'bridged', platform: 'slack', foreign_id: 'U1' } }),
        expect.objectContaining({ real_name: 'Scout', is_bot: true }),
      ]),
    )
    const day = archive.names.find((name) => name.startsWith('plans/'))!
    const entries = archive.json<{ text: string; ts: string; thread_ts?: string }[]>(day)
    const root = entries.find(({ text }) => text.includes('edited'))!
    expect(root).toMatchObject({
      text: 'an _edited_ plan &amp; &lt;more&gt; @bob',
      user: ada.userId,
      thread_ts: root.ts,
      reply_count: 1,
      reactions: [
        { name: '+1', users: [bob.userId], count: 1 },
        { name: 'shipit', users: [ada.userId], count: 1 },
      ],
      parley: { content: 'an *edited* plan & <more> @bob', metadata: { ticket: 7 } },
    })
    expect(entries.find(({ text }) => text === 'a reply')!.thread_ts).toBe(root.ts)
  })

  it('comes back in whole where it is imported: what is exported there is the same but for ids', async () => {
    const done = await imported(eve, new File([bytes], 'export.zip'))
    expect(done).toMatchObject({ kind: 'parley', status: 'completed', problems: [], proof: { is_equal: true } })
    const again = unpackExport(await bytesOf(await exported(eve)))
    expect(again.channels()).toEqual(archive.channels())
    expect(Object.values(again.members()).flat()).toEqual(Object.keys(again.channels()).map(() => 'eve: admin'))
    const twice = await imported(eve, new File([bytes], 'export.zip'))
    expect(twice).toMatchObject({ messages: { imported: 0 }, proof: { is_equal: true } })
  }, 120_000)

  it('comes back with its members where they are in the workspace, guests excepted', async () => {
    const here = await inAnotherWorkspace(ada)
    await joins(here, bob, 'member')
    await imported(here, new File([bytes], 'export.zip'))
    const again = unpackExport(await bytesOf(await exported(here)))
    expect(again.channels()).toEqual(archive.channels())
    expect(again.members()).toEqual(archive.members())
    const there = await inAnotherWorkspace(ada)
    await joins(there, bob, 'guest')
    await imported(there, new File([bytes], 'export.zip'))
    const without = unpackExport(await bytesOf(await exported(there)))
    expect(Object.values(without.members()).flat()).toEqual(Object.keys(without.channels()).map(() => 'ada: admin'))
  }, 120_000)

  it('is shown to whoever asked for it alone, until it is removed', async () => {
    const exportId = done.id
    expect((await bob.call(getExport, { id: workspaceId, exportId })).data).toMatchObject({
      id: exportId,
      archive: null,
    })
    expect((await eve.client.answer(getExport, { id: eve.workspaceId, exportId })).status).toBe(404)
    expect(await exported(ada)).toMatchObject({ id: exportId })
    await bob.call(deleteExport, { id: workspaceId, exportId })
    expect((await download(done.archive!.url)).status).toBe(404)
    expect((await exported(ada)).id).not.toBe(exportId)
  })

  it('runs once at a time in a workspace, and writes nothing any more once it is cancelled', async () => {
    const exportId = await insertExport(platform.database, ada, 'in_progress')
    // Also once PostgreSQL has planned the statement for good.
    for (let i = 0; i < 8; i++) expect((await bob.client.answer(startExport, { id: workspaceId })).status).toBe(409)
    expect((await bob.client.answer(exportWorkspace, { id: workspaceId })).status).toBe(409)
    expect((await ada.client.answer(exportWorkspace, { id: workspaceId })).status).toBe(202)
    const { data } = await bob.call(deleteExport, { id: workspaceId, exportId })
    expect(data).toMatchObject({ status: 'failed', error: { code: 'cancelled' } })
    expect(await exported(ada)).toMatchObject({ id: data.id, error: { code: 'cancelled' }, archive: null })
  })

  it('leaves files out where they are not asked for', async () => {
    const { data } = await ada.call(startExport, { id: workspaceId, files: false })
    const without = await ended(ada, data.id)
    expect(without).toMatchObject({ status: 'completed', with_files: false, files: 0, messages: 9 })
    expect(unpackExport(await bytesOf(without)).names.filter((name) => name.startsWith('parley/files/'))).toEqual([])
  })
})
