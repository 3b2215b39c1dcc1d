import { createHmac, randomUUID } from 'node:crypto'
import { getAgentConversation } from '@parley/contracts/desk/conversation-lists'
import {
  assignTenantConversation,
  deleteTenantConversation,
  resolveAgentConversation,
} from '@parley/contracts/desk/conversations'
import {
  conversationCreated,
  conversationDeleted,
  conversationMessage,
  conversationNote,
  conversationResolved,
  conversationUpdated,
  conversationViewing,
  visitorOffline,
  visitorOnline,
  visitorUpdated,
} from '@parley/contracts/desk/events'
import { createNote, sendAgentMessage, typeToVisitor } from '@parley/contracts/desk/messages'
import { createIdentitySecret, updateWidgetVisitor } from '@parley/contracts/desk/widget'
import { listWidgetConversations, sendWidgetMessage, typeInWidget } from '@parley/contracts/desk/widget-messages'
import { removeWorkspaceMember, updateWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { typing } from '@parley/contracts/sockets/events'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { colleague, newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import type { TestSocket } from '@parley/testing/sockets'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const { database } = platform
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const newAgent = () => colleague(platform, ada, `agent-${randomUUID()}`, { role: 'guest', agent: true })
const [bob, key] = [await newAgent(), await newWidgetKey(ada)]

/** The numbered events of a conversation that a socket has received. */
const received = ({ events }: TestSocket, id: string) =>
  events
    .filter(({ conversation_id, rev }) => conversation_id === id && rev !== null)
    .map(({ type, seq, rev, skips }) => [type.replace('conversation.', ''), seq, rev, ...(skips ? [skips] : [])])

const ask = (socket: TestSocket, id: string, position: unknown) =>
  socket.socket.timeout(10_000).emitWithAck('sync', { [id]: position }) as Promise<{
    conversations: Record<string, { events: { type: string; seq: number; data: object }[]; seq: number; rev: number }>
  }>

describe('a conversation', () => {
  it('reaches agents, owners and its visitor in order, each as they see it, and nobody else', async () => {
    const visitor = await visit(platform, key)
    const others = await visit(platform, key)
    const sockets = {
      agent: await bob.socket(),
      owner: await ada.socket(),
      visitor: await visitor.socket(),
      other: await others.socket(),
      foreign: await eve.socket(),
    }
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await bob.call(createNote, { id, content: 'a difficult one' })
    await bob.call(sendAgentMessage, { id, content: 'Hi' })
    await bob.call(resolveAgentConversation, { id })
    await visitor.call(sendWidgetMessage, { content: 'One more thing' })
    for (const socket of [sockets.agent, sockets.owner, sockets.visitor])
      await socket.next(conversationMessage, ({ seq }) => seq === 4)
    const all = [
      ['created', 0, 1],
      ['message', 1, 2],
      ['note', 1, 3],
      ['assigned', 1, 4],
      ['read', 1, 5],
      ['message', 2, 6],
      ['message', 3, 7],
      ['resolved', 3, 8],
      ['reopened', 3, 9],
      ['read', 3, 10],
      ['message', 4, 11],
    ] as const
    expect(received(sockets.agent, id)).toEqual(all)
    expect(received(sockets.owner, id)).toEqual(all)
    expect(received(sockets.visitor, id)).toEqual([
      ...all.slice(0, 2),
      ...all.slice(3).map(([type, seq, rev]) => [type, seq, rev - 1]),
    ])
    expect(received(sockets.other, id)).toEqual([])
    expect(received(sockets.foreign, id)).toEqual([])
    const [created, resolved] = [
      await sockets.agent.next(conversationCreated),
      await sockets.visitor.next(conversationResolved),
    ]
    expect(created.data).toMatchObject({ id, visitor: { id: visitor.session.visitor.id }, unreadCount: 1 })
    expect(resolved.data).toEqual(
      expect.not.objectContaining({ topics: expect.anything(), visitor: expect.anything(), labels: expect.anything() }),
    )
    expect(resolved.data).toMatchObject({ id, status: 'CLOSED', agent: { id: encodeId('usr', bob.userId) } })
    expect(JSON.stringify(sockets.visitor.events)).not.toMatch(/difficult|unreadCount|topics|labels/)
  })

  it('is caught up with by `sync`, by each as they see it, and is not_found to others', async () => {
    const visitor = await visit(platform, key)
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await bob.call(createNote, { id, content: 'a secret' })
    await bob.call(sendAgentMessage, { id, content: 'Hi' })
    const [agent, seen, other, foreign] = [
      await bob.socket(),
      await visitor.socket(),
      await (await visit(platform, key)).socket(),
      await eve.socket(),
    ]
    const types = async (socket: TestSocket, position: unknown) =>
      (await ask(socket, id, position)).conversations[id]!.events.map(({ type, seq }) => [type, seq])
    expect(await types(agent, 0)).toEqual([
      [conversationMessage.type, 1],
      [conversationNote.type, 1],
      [conversationUpdated.type, 1],
      [conversationMessage.type, 2],
    ])
    expect(await types(seen, 0)).toEqual([
      [conversationMessage.type, 1],
      [conversationUpdated.type, 1],
      [conversationMessage.type, 2],
    ])
    const page = (await ask(seen, id, 0)).conversations[id]!
    expect(JSON.stringify(page)).not.toMatch(/secret|unreadCount|topics/)
    expect(await types(seen, { seq: page.seq, rev: page.rev })).toEqual([])
    expect(await types(agent, 1)).toEqual([
      [conversationNote.type, 1],
      [conversationUpdated.type, 1],
      [conversationMessage.type, 2],
    ])
    for (const socket of [other, foreign])
      expect((await ask(socket, id, 0)).conversations[id]).toEqual({ error: 'not_found' })
  })

  it('is delivered whole where events were lost, also the first that a gateway sees of it', async () => {
    const visitor = await visit(platform, key)
    const [agent, seen] = [await bob.socket(), await visitor.socket()]
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: '1' })
    await agent.next(conversationMessage, ({ conversation_id }) => conversation_id === id)
    // Written, and never published.
    await database.query(
      `with c as (update support_desk.conversations set seq = seq + 1, rev = rev + 1, message_count = message_count + 1,
           last_message_seq = seq + 1, updated_at = now() where id = $1 returning *)
       insert into support_desk.messages (workspace_id, conversation_id, seq, rev, sender_type, content, message_type)
       select workspace_id, id, seq, rev, 'SYSTEM', '2', 'SYSTEM' from c`,
      [await uuidOf(id)],
    )
    await visitor.call(sendWidgetMessage, { content: '3' })
    for (const socket of [agent, seen]) {
      await socket.next(conversationMessage, ({ conversation_id, seq }) => conversation_id === id && seq === 3)
      const contents = socket.all(conversationMessage).filter(({ conversation_id }) => conversation_id === id)
      expect(contents.map(({ data }) => data.content)).toEqual(['1', '2', '3'])
    }
  })

  it('reaches whoever comes while it is being written to', async () => {
    const owner = await newcomer(platform, 'owner')
    const visitor = await visit(platform, await newWidgetKey(owner))
    await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    const unlock = await database.lockTable('support_desk.search_queue')
    const written = visitor.call(sendWidgetMessage, { content: 'Anybody there?' })
    await untilSomeoneWaits(database, 1, 'insert into "search_queue"')
    // Its rows have the time at which it began, before there was anybody to receive them.
    const socket = await owner.socket()
    await unlock()
    await written
    await socket.next(conversationMessage, ({ data }) => data.content === 'Anybody there?')
  })

  it('stood before every row that was written since, in whatever order their transactions were begun', async () => {
    const visitor = await visit(platform, key)
    const { conversationId } = await visitor.call(sendWidgetMessage, { content: '1' })
    const id = await uuidOf(conversationId)
    const [at] = await database.query<{ now: string }>('select clock_timestamp() as now')
    for (const content of ['2', '3']) await visitor.call(sendWidgetMessage, { content })
    await database.query(
      `with last as (update support_desk.messages set created_at = '2026-01-01' where conversation_id = $1 and seq = 3)
       update support_desk.conversations set rev = rev + 1, changed_rev = rev + 1, changed_at = '2026-01-01' where id = $1`,
      [id],
    )
    const [stood] = await database.query<{ seq: number; rev: number }>(
      'select seq, rev from support_desk.conversation_position($1, $2, $3)',
      [ada.workspaceId, id, at!.now],
    )
    const [first, second] = await database.query<{ rev: number }>(
      'select rev from support_desk.messages where conversation_id = $1 order by seq',
      [id],
    )
    expect(stood!.seq).toBe(1)
    expect(stood!.rev).toBeGreaterThanOrEqual(first!.rev)
    expect(stood!.rev).toBeLessThan(second!.rev)
  })

  it('closes with its deletion', async () => {
    const visitor = await visit(platform, key)
    const [agent, seen] = [await bob.socket(), await visitor.socket()]
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await ada.call(deleteTenantConversation, { id })
    for (const socket of [agent, seen])
      expect((await socket.next(conversationDeleted, ({ data }) => data.id === id)).conversation_id).toBe(id)
    expect((await ask(seen, id, 0)).conversations[id]).toEqual({ error: 'not_found' })
    // The rooms are those of other conversations, too.
    await visitor.call(sendWidgetMessage, { content: 'again' })
    await seen.next(conversationMessage, ({ data }) => data.content === 'again')
  })

  it('that its visitor takes along as whom they prove to be reaches that one from then on, and agents without a gap', async () => {
    const { secret } = await ada.call(createIdentitySecret)
    const user = { externalId: 'jane', hash: createHmac('sha256', secret).update('jane').digest('hex') }
    const elsewhere = await visit(platform, key, { user })
    const anonymous = await visit(platform, key)
    const [agent, theirs, before] = [await bob.socket(), await elsewhere.socket(), await anonymous.socket()]
    const { conversationId: id } = await anonymous.call(sendWidgetMessage, { content: 'Hello?' })
    await before.next(conversationMessage)
    const { token: visitorToken } = anonymous
    const { visitor } = (await visit(platform, key, { visitorToken, user })).session
    await before.closed()
    await bob.call(createNote, { id, content: 'a customer of ours' })
    await bob.call(sendAgentMessage, { id, content: 'Hi' })
    for (const socket of [agent, theirs]) await socket.next(conversationMessage, ({ data }) => data.content === 'Hi')
    const since = [
      ['updated', 1, 3],
      ['note', 1, 4],
      ['assigned', 1, 5],
      ['read', 1, 6],
      ['message', 2, 7],
    ] as const
    expect(received(agent, id)).toEqual([['created', 0, 1], ['message', 1, 2], ...since])
    expect(received(theirs, id)).toEqual([since[0], ...since.slice(2).map(([type, seq, rev]) => [type, seq, rev - 1])])
    expect(received(before, id)).toHaveLength(2)
    const { data } = await agent.next(conversationUpdated, ({ conversation_id }) => conversation_id === id)
    expect(data.visitor.id).toBe(visitor.id)
  })

  async function uuidOf(id: string): Promise<string> {
    const rows = await database.query<{ id: string }>('select id from support_desk.conversations')
    return rows.find((row) => encodeId('cnv', row.id) === id)!.id
  }
})

describe('an agent', () => {
  it('who looks at a conversation is seen by the others of the desk, until none of their sockets does, and by nobody else', async () => {
    const [agent, visitor] = [await newAgent(), await visit(platform, key)]
    const { conversationId } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    const [one, two] = [await agent.socket(), await agent.socket()]
    const [owner, colleagues, others] = [
      await ada.socket(),
      await bob.socket(),
      [await visitor.socket(), await eve.socket()],
    ]
    const seen = (socket: TestSocket) =>
      socket
        .all(conversationViewing)
        .filter(({ data }) => data.viewer.id === encodeId('usr', agent.userId))
        .map(({ data, conversation_id }) => [conversation_id, data.isViewing])
    const viewersFor = async (who: typeof bob) =>
      (await who.call(getAgentConversation, { id: conversationId })).viewers.map(({ id }) => id)
    const look = (socket: TestSocket, id: string | null) => socket.ask('viewing', { conversationId: id })

    expect(await look(one, conversationId)).toEqual({ success: true })
    expect(await look(two, conversationId)).toEqual({ success: true })
    await vi.waitUntil(() => seen(owner).length === 2, 30_000)
    expect(owner.all(conversationViewing).at(-1)!.data.viewer.name).toMatch(/^agent-/)
    expect(await viewersFor(bob)).toEqual([encodeId('usr', agent.userId)])
    expect(await viewersFor(agent)).toEqual([])
    // What says nothing new is not published at once, and who still looks in another window looks.
    await look(two, conversationId)
    await look(one, null)
    expect(await viewersFor(bob)).toHaveLength(1)
    await two.close()
    await vi.waitUntil(() => seen(colleagues).at(-1)?.[1] === false, 30_000)
    expect(await viewersFor(bob)).toEqual([])
    for (const socket of [owner, colleagues])
      expect(seen(socket)).toEqual([true, true, false].map((isViewing) => [conversationId, isViewing]))
    for (const socket of [one, ...others]) expect(socket.all(conversationViewing)).toEqual([])
  })

  it('looks at no conversation of another workspace, nor does who is at no desk', async () => {
    const { conversationId } = await (await visit(platform, key)).call(sendWidgetMessage, { content: 'Hello?' })
    const member = await colleague(platform, ada, `member-${randomUUID()}`)
    for (const socket of [await eve.socket(), await member.socket()])
      expect(await socket.ask('viewing', { conversationId })).toMatchObject({ error: { code: 'not_found' } })
    expect((await bob.call(getAgentConversation, { id: conversationId })).viewers).toEqual([])
  })

  it('who is one no longer, or leaves, receives nothing more, and their conversations wait', async () => {
    const leave = [
      (userId: string) => ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId, agent: false }),
      (userId: string) => ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId }),
    ]
    for (const go of leave) {
      const agent = await newAgent()
      const visitor = await visit(platform, key)
      const [theirs, seen, owners] = [await agent.socket(), await visitor.socket(), await ada.socket()]
      const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
      await agent.call(sendAgentMessage, { id, content: 'mine' })
      await go(agent.userId)
      for (const socket of [owners, seen])
        expect(
          (await socket.next(conversationUpdated, ({ conversation_id }) => conversation_id === id)).data,
        ).toMatchObject({ status: 'WAITING', agent: null })
      const { conversations } = await visitor.call(listWidgetConversations)
      expect(conversations[0]).toMatchObject({ status: 'WAITING', agent: null })
      await visitor.call(sendWidgetMessage, { content: 'anybody?' })
      await owners.next(conversationMessage, ({ data }) => data.content === 'anybody?' && data.conversationId === id)
      expect(theirs.all(conversationMessage).map(({ data }) => data.content)).not.toContain('anybody?')
    }
    const { counted } = await counts()
    expect(counted).toEqual((await counts()).real)
  })

  it('is not given a conversation while they stop being one', async () => {
    const agent = await newAgent()
    const visitor = await visit(platform, key)
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await Promise.all([
      ada.client.answer(assignTenantConversation, { id, agentId: agent.userId }),
      ada.client.answer(updateWorkspaceMember, { id: ada.workspaceId, userId: agent.userId, agent: false }),
    ])
    await vi.waitFor(async () => {
      const { conversations } = await visitor.call(listWidgetConversations)
      expect(conversations[0]).toMatchObject({ status: 'WAITING', agent: null })
    })
  })

  async function counts() {
    const counted = await database.query(
      `select agent_id, status, sum(total)::int as total from support_desk.conversation_counts where workspace_id = $1
       group by 1, 2 having sum(total) <> 0 order by 1, 2`,
      [ada.workspaceId],
    )
    const real = await database.query(
      `select coalesce(agent_id, '00000000-0000-0000-0000-000000000000') as agent_id, status, count(*)::int as total
       from support_desk.conversations where workspace_id = $1 group by 1, 2 order by 1, 2`,
      [ada.workspaceId],
    )
    return { counted, real }
  }
})

describe('a visitor', () => {
  it('is online while a widget is open', async () => {
    const owners = await ada.socket()
    const visitor = await visit(platform, key)
    const { id } = visitor.session.visitor
    const [one, two] = [await visitor.socket(), await visitor.socket()]
    const about = ({ data }: { data: { id: string } }) => data.id === id
    expect((await owners.next(visitorOnline, about)).data.isOnline).toBe(true)
    await one.close()
    await two.close()
    // What would come by itself, some seconds later.
    await database.query('update support_desk.online_visitors set online_until = now() where visitor_id = $1', [
      decodeId(id, ['vis']),
    ])
    expect((await owners.next(visitorOffline, about)).data.isOnline).toBe(false)
    expect(owners.all(visitorOnline).filter(about)).toHaveLength(1)
  })

  it('types to the agents, and they to them, but not to themselves', async () => {
    const visitor = await visit(platform, key, { user: { name: 'Jane' } })
    const [agent, seen] = [await bob.socket(), await visitor.socket()]
    const { conversationId } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await visitor.call(typeInWidget, {})
    await bob.call(typeToVisitor, { id: conversationId })
    const about = ({ data }: { data: object }) => 'conversationId' in data && data.conversationId === conversationId
    expect((await agent.next(typing, about)).data).toMatchObject({ senderType: 'VISITOR', senderName: 'Jane' })
    expect((await seen.next(typing, about)).data).toMatchObject({
      senderType: 'AGENT',
      senderId: encodeId('usr', bob.userId),
    })
    expect([agent, seen].map((socket) => socket.all(typing).filter(about).length)).toEqual([1, 1])
  })

  it('is shown to the agents as they change', async () => {
    const owners = await ada.socket()
    const visitor = await visit(platform, key)
    await visitor.call(updateWidgetVisitor, { name: 'Zoë' })
    const { data } = await owners.next(visitorUpdated, ({ data: { name } }) => name === 'Zoë')
    expect(data.id).toBe(visitor.session.visitor.id)
  })
})
