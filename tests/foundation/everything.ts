import { randomUUID } from 'node:crypto'
import { endpoints } from '@parley/contracts/catalog'
import { addChannelMember, createChannel, getChannel, joinChannel } from '@parley/contracts/channels/channels'
import { loadDemo, removeDemo } from '@parley/contracts/channels/demo'
import { deleteChannel, inviteToChannel, updateChannel } from '@parley/contracts/channels/managing'
import {
  acceptInvite,
  forgotPassword,
  getMe,
  register,
  resetPassword,
  showInvite,
  updateMe,
  verifyEmail,
} from '@parley/contracts/identity/auth'
import { getForeignAvatar } from '@parley/contracts/identity/avatars'
import {
  deleteBrowserSession,
  issueBrowserToken,
  openBrowserSession,
  openBrowserSessionByLink,
} from '@parley/contracts/identity/sessions'
import { listUsers } from '@parley/contracts/identity/users'
import {
  inviteWorkspaceMember,
  removeWorkspaceMember,
  updateWorkspaceMember,
} from '@parley/contracts/identity/workspaces'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { putDraft } from '@parley/contracts/messages/drafts'
import { messageCreated } from '@parley/contracts/messages/events'
import { downloadFile, readFile, uploadFiles } from '@parley/contracts/messages/files'
import { listMessages, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import {
  getChannelRetention,
  getRetention,
  resetChannelRetention,
  setChannelRetention,
  setRetention,
} from '@parley/contracts/messages/retention'
import { listScheduledMessages, updateScheduledMessage } from '@parley/contracts/messages/scheduled'
import { searchMessages } from '@parley/contracts/messages/search'
import { findSources } from '@parley/contracts/messages/sources'
import { readTranscript } from '@parley/contracts/messages/transcript'
import { changeMessage } from '@parley/contracts/messages/writing'
import { schemaOf, serviceNames } from '@parley/contracts/services'
import { getTwin } from '@parley/contracts/twins/twins'
import { createServiceClient } from '@parley/kit/service-client'
import { traceFrom } from '@parley/kit/trace'
import type { Person } from '@parley/testing/people'
import type { InProcessPlatform } from '@parley/testing/platform'
import type { SlackDouble } from '@parley/testing/platforms/slack'
import { insertSignInLink } from '@parley/testing/rows/gateway'
import { expect, vi } from 'vitest'
import { cases } from '../authorisation/cases.ts'
import { readExpectations } from '../authorisation/expectations.ts'
import { createWorld, personas, type World } from '../authorisation/world.ts'
import { chatAtTheDesk } from './at-the-desk.ts'
import { bridgePlatforms } from './bridging.ts'
import { type DeletedWorkspace, deleteAWorkspace } from './delete-a-workspace.ts'
import { exportAWorkspace } from './export-a-workspace.ts'
import { importTheHistory } from './import-a-history.ts'
import { importWorkspace } from './import-a-workspace.ts'
import { linkAccounts } from './linking.ts'
import { mailTheDesk } from './mail-of-the-desk.ts'
import { answerTwice, replayed } from './replaying.ts'
import { useIncomingWebhooks, useWebhooks } from './use-webhooks.ts'

type Stage = World & { platform: InProcessPlatform }

/**
 * Has a platform that knows this Slack do everything it can do, so that every statement it has is executed; at last a
 * workspace is deleted.
 */
export async function doEverything(platform: InProcessPlatform, slack: SlackDouble): Promise<DeletedWorkspace> {
  const world: Stage = { ...(await createWorld(platform)), platform }
  const succeeded = new Set([
    ...(await callEverything(world)),
    ...(await useMailedLinks(world)),
    ...(await useBrowser(world)),
    ...(await showForeignAvatars(world)),
    ...(await chatAtTheDesk(world)),
    ...(await mailTheDesk(world)),
    ...(await importWorkspace(world)),
    ...(await bridgePlatforms(world)),
    ...(await linkAccounts(world, slack)),
    ...(await importTheHistory(world, slack)),
    ...(await useWebhooks(world)),
    ...(await useIncomingWebhooks(world)),
  ])
  const offered = endpoints.filter(({ visibility }) => visibility === 'public')
  expect(offered.filter(({ name }) => !succeeded.has(name))).toEqual([])
  expect(offered.filter(({ idempotent, name }) => idempotent && !replayed.has(name)).map(({ name }) => name)).toEqual(
    [],
  )
  await expectUnsignedAnswers(world)
  await askForWidget(world)
  await talk(world)
  await exportAWorkspace(world)
  await readAsEngine(world)
  await writeAsServices(world)
  await useSockets(world)
  await schedule(world)
  await deleteEverything(world)
  await leave(world)
  await sweep(world)
  const { ada: owner, open: channelId, eve: other } = world
  return deleteAWorkspace(platform, { owner, channelId, other })
}

/** A picture of another server that is kept here already, and one that may not be called. */
async function showForeignAvatars({ ada, platform }: Stage): Promise<string[]> {
  const kept = 'https://else.test/a.png'
  await platform.database.query(
    `insert into gateway.foreign_avatars values (sha256(convert_to($1, 'UTF8')), 'x', now() + interval '1 hour')`,
    [kept],
  )
  const statuses: number[] = []
  for (const avatarUrl of [kept, 'http://127.0.0.1/b.png']) {
    await ada.call(updateMe, { avatarUrl })
    const { pathname, search } = new URL((await ada.call(listUsers, { ids: [ada.userId] })).data[0]!.avatar_url!)
    statuses.push((await fetch(`${platform.url}${pathname}${search}`)).status)
  }
  expect(statuses).toEqual([200, 404])
  return [getForeignAvatar.name]
}

/** Each case of the table of expectations, by somebody who succeeds with it where there is one; who did. */
async function callEverything(world: Stage): Promise<string[]> {
  const succeeded: string[] = []
  for (const { endpoint: name, about, expected } of readExpectations()) {
    const endpoint = endpoints.find((each) => each.name === name)!
    const persona = personas.toReversed().find((each) => expected.get(each)!.status < 300) ?? 'member'
    const caller = world.people[persona]
    const { input, endsSession } = cases[name]![about]!
    const client = endsSession ? world.platform.client(await world.freshSession(caller)) : caller.client
    const given = await input(world, caller)
    const { status } = await answerTwice(client, endpoint, given)
    expect(status, `${name}: ${about}`).toBe(expected.get(persona)!.status)
    if (status < 300) succeeded.push(name)
  }
  return succeeded
}

/** Kept answers have no signature of a URL, which would be valid for as long as they are kept. */
async function expectUnsignedAnswers({ platform }: Stage): Promise<void> {
  for (const schema of serviceNames.map(schemaOf)) {
    const kept = await platform.database.query<{ endpoint: string; body: string }>(
      `select endpoint, body::text as body from ${schema}.idempotency_keys where body is not null`,
    )
    if (schema === 'messaging') expect(kept.map(({ endpoint }) => endpoint)).toContain(uploadFiles.name)
    expect(kept.filter(({ body }) => body.includes('signature=')).map(({ endpoint }) => endpoint)).toEqual([])
  }
}

/** The frame of a widget is a page, which no contract declares. */
async function askForWidget({ platform }: Stage): Promise<void> {
  expect((await fetch(`${platform.url}/widget/frame?key=unknown`)).status).toBe(404)
}

/** What pages of our own origin do. */
async function useBrowser({ platform, ada }: Stage): Promise<string[]> {
  const ofPage = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' }
  const client = platform.client()
  const { email, password } = ada
  const { headers } = await client.answer(openBrowserSession, { email, password }, { headers: ofPage })
  const withCookie = { headers: { ...ofPage, Cookie: headers.get('set-cookie')!.split(';', 1)[0]! } }
  const { token } = await client.call(issueBrowserToken, {}, withCookie)
  await platform.database.query(`update gateway.sessions set last_used_at = now() - interval '1 hour'`)
  await client.withToken(token).call(getMe)
  const noted = () =>
    platform.database.query(
      `select from gateway.sessions where last_used_at > now() - interval '10 minutes' and browser_session_id is not null`,
    )
  await vi.waitFor(async () => expect(await noted()).not.toEqual([]), 10_000)
  await client.call(issueBrowserToken, {}, withCookie)
  await client.call(deleteBrowserSession, {}, withCookie)
  const secret = randomUUID()
  await insertSignInLink(platform.database, ada.userId, secret)
  await client.call(openBrowserSessionByLink, { secret }, { headers: ofPage })
  return [openBrowserSession, openBrowserSessionByLink, issueBrowserToken, deleteBrowserSession].map(({ name }) => name)
}

async function useMailedLinks({ platform, ada, open }: Stage): Promise<string[]> {
  const { database } = platform
  const tokenMailedTo = (address: string, page: string) =>
    vi.waitUntil(async () => {
      const mails = await database.query<{ text: string }>('select text from gateway.mails where recipient = $1', [
        address,
      ])
      return mails.map(({ text }) => new RegExp(`/${page}\\?token=([\\w-]+)`).exec(text)?.[1]).find(Boolean)
    }, 10_000)
  const [zoe, yan, xia] = ['zoe', 'yan', 'xia'].map((name) => `${name}-${randomUUID()}@parley.test`)
  const anybody = platform.client()
  await anybody.call(register, { email: zoe!, name: 'Zoe', password: 'long enough' })
  await anybody.call(verifyEmail, { token: await tokenMailedTo(zoe!, 'verify-email'), password: 'long enough' })
  await anybody.call(forgotPassword, { email: zoe! })
  await anybody.call(resetPassword, { token: await tokenMailedTo(zoe!, 'reset-password'), password: 'another one' })
  await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: yan! })
  await ada.call(inviteToChannel, { id: open, email: xia! })
  for (const email of [yan!, xia!]) {
    const token = (await tokenMailedTo(email, 'accept-invite'))!
    await anybody.call(showInvite, { token })
    await anybody.call(acceptInvite, { token, name: 'New', password: 'long enough' })
  }
  return [verifyEmail, resetPassword, showInvite, acceptInvite].map(({ name }) => name)
}

/** What the table does not ask for: mentions, threads, files, twins, every page of a list. */
async function talk(world: Stage): Promise<void> {
  const { ada, bob, nora, open, secret } = world
  await nora.call(postMessage, { channel_id: await world.newOpen(), content: 'joins on the way' })
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: `below-${randomUUID()}`,
    channel_type: 'text',
    parent_channel_id: secret,
  })
  await ada.call(addChannelMember, { id: channel.id, user_id: nora.userId }) // who cannot see its parent
  await ada.call(updateChannel, { id: channel.id, topic: 'shown without its parent' })
  await ada.call(updateMe, { name: 'Ada Lovelace' })
  const say = async (content: string, more: object = {}, where = open) =>
    (await ada.call(postMessage, { channel_id: where, content, ...more })).data
  const root = await say('@bob and @channel, hello')
  const reply = (await bob.call(replyInThread, { id: root.id, content: 'hello @Ada' })).data
  await ada.call(editMessage, { id: root.id, content: '@nora, @bob, hello' })
  await bob.call(editMessage, { id: reply.id, content: 'hello @ada, @Bob' })
  for (let i = 0; i < 2; i++) await bob.call(toggleReaction, { id: root.id, emoji: 'tada' })
  await say('部署 '.repeat(1_500))
  const twin = await world.newTwin(ada.workspaceId, open)
  await say('as a twin', { ai_twin_id: twin })
  const { handle } = (await ada.call(getTwin, { id: twin })).data
  const asked = await say(`@${handle} are you there?`)
  await vi.waitFor(async () => {
    const over = "select from chat_engine.twin_answers where message_id = $1 and status = 'over'"
    expect(await world.platform.database.query(over, [asked.id])).toHaveLength(1)
  }, 20_000)

  const upload = () => ada.call(uploadFiles, { files: [new File(['in writing'], 'note.txt')], conversation_id: open })
  const [first, second] = [(await upload()).data.files[0]!, (await upload()).data.files[0]!]
  const attached = await say('with a file', { attachments: [{ id: first.id }] })
  await ada.call(putDraft, { channelId: open, content: 'not yet', attachments: [{ id: second.id }] })
  await ada.call(putDraft, { channelId: open, content: '', attachments: [] })

  const lists = [
    {},
    { before: root.id },
    { after: root.id },
    { after_seq: 0 },
    { after_rev: 0 },
    { thread_id: root.id },
    { thread_id: root.id, after: reply.id },
  ]
  for (const query of lists) await ada.call(listMessages, { channel_id: open, ...query })
  await indexed(world)
  for (const query of [
    'hello',
    '"hello ada"',
    'ell',
    'from:bob hello',
    'from:me',
    'in:general x',
    'has:file',
    'before:2030-01-01',
  ])
    for (const where of [{}, { channel_id: open }, { channel_id: secret }])
      await ada.call(searchMessages, { query, ...where })

  const { url } = attached.attachments![0]!
  const { id, name } = first
  await ada.call(downloadFile, { id, name, ...Object.fromEntries(new URL(url).searchParams) } as never)
  await bob.call(deleteMessage, { id: reply.id })
  await ada.call(deleteMessage, { id: root.id })
  await ada.call(deleteMessage, { id: attached.id })
  await gone(world, 'messaging.files where holder_id = $1', attached.id)
  await gone(world, `messaging.stored_objects where workspace_id = $1 and remove_at <= now()`, ada.workspaceId)
}

/** What the chat engine reads of messages. */
async function readAsEngine(world: Stage): Promise<void> {
  const { ada, bob, platform, workspaceId, open, secret } = world
  const signingKey = platform.signingKeys['chat-engine']
  const engine = createServiceClient('chat-engine', { signingKey, urls: { messaging: platform.urlOf('messaging') } })
  const acting = { workspaceId, userId: ada.userId, trace: traceFrom(undefined, undefined) }
  const root = (await ada.call(postMessage, { channel_id: open, content: 'Where is the kettle kept?' })).data
  const reply = (await bob.call(replyInThread, { id: root.id, content: 'It is on the second shelf.' })).data
  await indexed(world)
  const since = root.created_at
  for (const passage of [{}, { after: root.id, since }, { before: reply.id, replies: false }, { thread_id: reply.id }])
    expect(
      (await engine.call(readTranscript, { channel_id: open, limit: 9, ...passage }, acting)).messages,
    ).not.toEqual([])
  const plan = 'The samovar is on the third shelf.'
  const { data } = await ada.call(uploadFiles, { files: [new File([plan], 'plan.txt')], conversation_id: open })
  const { id } = data.files[0]!
  for (const answer of [{}, { destination_channel_id: open }])
    expect(await (await engine.open(readFile, { id, ...answer }, acting)).text()).toBe(plan)
  await expect(engine.open(readFile, { id, goes_out: true }, acting)).rejects.toMatchObject({ code: 'forbidden' })
  await ada.call(postMessage, { channel_id: open, content: '', attachments: [{ id }] })
  for (const destination_channel_id of [null, open, secret]) {
    const { sources } = await engine.call(
      findSources,
      { question: 'where is the kettle', destination_channel_id },
      acting,
    )
    expect(sources).toMatchObject([{ id: reply.id }])
  }
  const whenRead = { timeout: 60_000, interval: 250 }
  await vi.waitFor(async () => {
    const question = { question: 'where is the samovar', destination_channel_id: open }
    expect((await engine.call(findSources, question, acting)).sources).toMatchObject([{ file: { id } }])
  }, whenRead)
}

/** What other services have messaging write: posts, and a history with threads, reactions and mentions. */
async function writeAsServices({ ada, bob, platform, workspaceId, newOpen, newTwin }: Stage): Promise<void> {
  const [channel, general] = [await newOpen(), await newOpen()]
  const zoe = { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' }
  const twin = { type: 'twin', ai_twin_id: await newTwin(workspaceId, general) }
  const authors = [zoe, twin, { type: 'user', user_id: ada.userId }]
  const mention_candidates = [{ position: 0, handle: 'bob', written: 'bob' }]
  const outcomes: unknown[] = []
  const write = async (name: string, ...values: unknown[]) => {
    const places = values.map((_, i) => `$${i + 3}`).join(', ')
    const given = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    const [row] = await platform.database.query(`select outcome from messaging.${name}($1, $2, ${places})`, [
      ...[workspaceId, channel],
      ...given,
    ])
    outcomes.push(row!.outcome)
  }
  for (const [i, author] of authors.entries()) await write('post', author, { content: 'hello', file_ids: [] }, `${i}`)
  await write('post', zoe, { content: 'hello' }, '0')
  await write(
    'import_messages',
    authors.flatMap((author, i) => [
      { key: `root-${i}`, author, content: 'x', created_at: '2024-05-01T12:00:00.000Z', pinned: {} },
      {
        ...{ key: `reply-${i}`, author, content: '@bob', created_at: '2024-05-01T12:01:00.000Z', mention_candidates },
        ...{ parent_key: `root-${i}`, reactions: [{ emoji: 'tada', author: { type: 'user', user_id: bob.userId } }] },
      },
    ]),
  )
  expect(outcomes).toEqual(['posted', 'posted', 'posted', 'repeated', 'imported'])

  const signingKey = platform.signingKeys.integrations
  const bridge = createServiceClient('integrations', { signingKey, urls: { messaging: platform.urlOf('messaging') } })
  const acting = { workspaceId, userId: null, trace: traceFrom(undefined, undefined) }
  const [{ id }] = (await platform.database.query<{ id: string }>(
    `select id from messaging.messages where channel_id = $1 and author_platform = 'slack' and seq = 1`,
    [channel],
  )) as [{ id: string }]
  for (const change of [
    { type: 'react', emoji: 'tada' },
    { type: 'edit', content: 'again' },
    { type: 'delete' },
  ] as const)
    await bridge.call(changeMessage, { id, author: { ...zoe, type: 'bridged' }, change }, acting)
}

async function useSockets(world: Stage): Promise<void> {
  const { ada, bob } = world
  const ask = async (
    { socket }: { socket: { emitWithAck(...args: unknown[]): Promise<unknown> } },
    ...args: unknown[]
  ) => expect(await socket.emitWithAck(...args)).not.toMatchObject({ success: false })
  const [adas, bobs] = [await ada.socket(), await bob.socket()]
  await ask(adas, 'positions')
  await ask(adas, 'sync', { [world.open]: 0, [world.secret]: { seq: 0, rev: 0 } })
  await ask(bobs, 'presence', { status: 'away' })
  await ask(bobs, 'typing', { channel_id: world.open })
  await ask(adas, 'viewing', { conversationId: null })
  const later = await world.newOpen()
  await ada.call(joinChannel, { id: later })
  const { data } = await ada.call(postMessage, { channel_id: later, content: 'received at once' })
  await adas.next(messageCreated, ({ data: { id } }) => id === data.id)
  await bobs.next(messageCreated, ({ data: { id } }) => id === data.id)
  // What is repeated every minute is due.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_000 })
  try {
    await executed(world, '%ordinality%asked%ordinal%channel_counts%')
  } finally {
    vi.useRealTimers()
  }
  await adas.close()
  await bobs.close()
}

async function schedule(world: Stage): Promise<void> {
  const { ada, bob, platform } = world
  const { database } = platform
  const send_at = new Date(Date.now() + 86_400_000).toISOString()
  const channel = await world.newOpen()
  const files = await ada.call(uploadFiles, { files: [new File(['later'], 'later.txt')], conversation_id: channel })
  const post = (who: Person, more: object = {}) =>
    who.client.answer(postMessage, { channel_id: channel, content: 'in time', send_at, ...more })
  await post(ada, { attachments: [{ id: files.data.files[0]!.id }] })
  const { data } = await ada.call(listScheduledMessages)
  await ada.call(updateScheduledMessage, { id: data.at(-1)!.id, content: 'in good time', send_at })
  await database.query(`update messaging.scheduled_messages set send_at = now() where channel_id = $1`, [channel])
  await gone(world, `messaging.scheduled_messages where channel_id = $1 and status <> 'sent'`, channel)
  await post(bob)
  await ada.call(updateChannel, { id: channel, is_archived: true })
  await gone(world, `messaging.scheduled_messages where channel_id = $1 and status = 'pending'`, channel)
  await ada.call(updateChannel, { id: channel, is_archived: false })
}

/** People leave, with what they alone looked after, and change their roles. */
async function leave(world: Stage): Promise<void> {
  const { ada, pat, nora, workspaceId } = world
  const orphan = await world.newSecretOf(pat)
  await pat.call(putDraft, { channelId: world.open, content: 'never sent' })
  await ada.call(inviteWorkspaceMember, { id: workspaceId, email: `${randomUUID()}@parley.test` })
  await ada.call(removeWorkspaceMember, { id: workspaceId, userId: pat.userId })
  for (const role of ['guest', 'member', 'admin'] as const)
    await ada.call(updateWorkspaceMember, { id: workspaceId, userId: nora.userId, role })
  expect((await ada.client.answer(getChannel, { id: orphan })).status).toBe(404)
}

async function deleteEverything(world: Stage): Promise<void> {
  const { ada, bob, platform } = world
  await ada.call(loadDemo)
  await ada.call(removeDemo)
  const channel = await world.newOpen()
  const files = await ada.call(uploadFiles, { files: [new File(['gone'], 'gone.txt')], conversation_id: channel })
  const root = await ada.call(postMessage, {
    channel_id: channel,
    content: 'here @bob',
    attachments: [{ id: files.data.files[0]!.id }],
  })
  await bob.call(replyInThread, { id: root.data.id, content: 'there' })
  await bob.call(toggleReaction, { id: root.data.id, emoji: 'fire' })
  await bob.call(putDraft, { channelId: channel, content: 'never sent' })
  await ada.call(deleteChannel, { id: channel })
  await gone(world, 'messaging.messages where channel_id = $1', channel)
  await gone(world, 'channels.deletions where channel_id = $1', channel)
  // A deletion that a crash has left unfinished is taken up by the next start.
  await platform.database.query(
    `insert into channels.deletions (workspace_id, channel_id, deleted_by, deleted_at, started_at)
     values ($1, $2, $3, now() - interval '2 hours', now() - interval '2 hours')`,
    [world.workspaceId, randomUUID(), ada.userId],
  )
  await platform.stopService('channels')
  await platform.startService('channels')
  await gone(world, 'channels.deletions where workspace_id = $1', world.workspaceId)
}

/** Has a channel keep its messages for a day, which all are older than. */
async function letExpire({ ada, bob, platform, newOpen }: Stage): Promise<string> {
  const channel = await newOpen()
  const root = await ada.call(postMessage, { channel_id: channel, content: 'long ago' })
  await bob.call(replyInThread, { id: root.data.id, content: 'so it is' })
  await ada.call(getRetention, { preview_days: 30 })
  await ada.call(setRetention, { days: 3_650 })
  await ada.call(setChannelRetention, { id: channel, days: 30 })
  await ada.call(resetChannelRetention, { id: channel })
  await ada.call(setChannelRetention, { id: channel, days: 1 })
  await ada.call(getChannelRetention, { id: channel, preview_days: 1 })
  await platform.database.query(`update messaging.retention set applies_at = now() where channel_id = $1`, [channel])
  await platform.database.query(
    `update messaging.messages set created_at = created_at - interval '2 days' where channel_id = $1`,
    [channel],
  )
  return channel
}

/** Has messaging find what nobody needs any more, which it looks for at every start. */
async function sweep(world: Stage): Promise<void> {
  const { ada, platform, secret } = world
  const expired = await letExpire(world)
  const { data } = await ada.call(uploadFiles, { files: [new File(['unsent'], 'x.txt')], conversation_id: secret })
  const [file] = data.files
  await platform.database.query(`update messaging.files set created_at = now() - interval '2 days' where id = $1`, [
    file!.id,
  ])
  await platform.stopService('messaging')
  await platform.startService('messaging')
  await gone(world, 'messaging.files where id = $1', file!.id)
  await gone(world, 'messaging.messages where channel_id = $1', expired)
  await gone(world, `messaging.stored_objects where workspace_id = $1 and remove_at <= now()`, ada.workspaceId)
  await gone(
    world,
    `messaging.drafts d where workspace_id = $1 and not exists (
       select from gateway.members m where m.workspace_id = d.workspace_id and m.user_id = d.user_id)`,
    ada.workspaceId,
  )
}

async function indexed(world: Stage): Promise<void> {
  await gone(world, 'messaging.search_queue where workspace_id = $1', world.workspaceId)
  await gone(world, 'support_desk.search_queue where workspace_id = $1', world.workspaceId)
}

/** Resolves when there are no such rows. */
const gone = (world: Stage, rows: string, value: string): Promise<void> =>
  vi.waitFor(
    async () => expect(await world.platform.database.query(`select from ${rows} limit 1`, [value]), rows).toEqual([]),
    20_000,
  )

/** Resolves when a statement like this has been recorded. */
const executed = (world: Stage, text: string): Promise<void> =>
  vi.waitFor(
    async () =>
      expect(
        await world.platform.database.query('select from pg_stat_statements where query ilike $1 limit 1', [text]),
        text,
      ).toHaveLength(1),
    20_000,
  )
