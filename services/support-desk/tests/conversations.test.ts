import { randomUUID } from 'node:crypto'
import { listTenantAgents } from '@parley/contracts/desk/agents'
import { type Conversation, conversationStatuses } from '@parley/contracts/desk/conversation'
import { actOnAgentConversations, updateAgentConversation } from '@parley/contracts/desk/conversation-actions'
import {
  getAgentConversation,
  getTenantConversation,
  listAgentConversations,
  listTenantConversations,
} from '@parley/contracts/desk/conversation-lists'
import {
  assignAgentConversation,
  assignTenantConversation,
  deleteTenantConversation,
  markAgentConversationRead,
  markTenantConversationRead,
  resolveAgentConversation,
  resolveTenantConversation,
  updateTenantConversationStatus,
} from '@parley/contracts/desk/conversations'
import { conversationRated, conversationUpdated } from '@parley/contracts/desk/events'
import { createLabel } from '@parley/contracts/desk/labels'
import { mergeAgentConversation, mergeTenantConversation } from '@parley/contracts/desk/merging'
import {
  createNote,
  listAgentMessages,
  listNotes,
  listTenantMessages,
  sendAgentMessage,
  typeToVisitor,
} from '@parley/contracts/desk/messages'
import { deleteTenantVisitor } from '@parley/contracts/desk/visitors'
import {
  listWidgetConversations,
  listWidgetMessages,
  rateInWidget,
  readInWidget,
  sendWidgetMessage,
} from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { title } from '@parley/contracts/endpoint'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { traceFrom } from '@parley/kit/trace'
import { tally } from '@parley/testing/answer'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { randomOf } from '@parley/testing/random'
import { unmakeAgent } from '@parley/testing/rows/gateway'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'
import type { DB } from '../src/schema.ts'
import { lockConversation } from '../src/store/conversations.ts'
import { deleteConversations } from '../src/store/deletions.ts'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const { database } = platform
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const [bob, cem] = await Promise.all(
  ['bob', 'cem'].map((name) => colleague(platform, ada, name, { role: 'guest', agent: true })),
)
const [agents, key] = [[ada, bob!, cem!], await newWidgetKey(ada)]
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const idOf = ({ userId }: Person) => encodeId('usr', userId)
const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such conversation.', data: null } }

/** A visitor who has written. */
async function newConversation(content = 'Hello?'): Promise<{ visitor: TestVisitor; id: string }> {
  const visitor = await visit(platform, key)
  const { conversationId } = await visitor.call(sendWidgetMessage, { content })
  return { visitor, id: conversationId }
}

const stateOf = async ({ visitor, id }: { visitor: TestVisitor; id: string }) =>
  (await visitor.call(listWidgetConversations)).conversations.find((each) => each.id === id)!

/** The counts, and what they must be. */
async function counts(workspaceId: string) {
  const counted = await database.query(
    `select agent_id, status, sum(total)::int as total, sum(unread)::int as unread
     from support_desk.conversation_counts where workspace_id = $1
     group by agent_id, status having sum(total) <> 0 or sum(unread) <> 0 order by 1, 2`,
    [workspaceId],
  )
  const real = await database.query(
    `select coalesce(c.agent_id, '00000000-0000-0000-0000-000000000000') as agent_id, c.status, count(*)::int as total,
       sum((select count(*) from support_desk.messages m where m.conversation_id = c.id and m.sender_type = 'VISITOR'
         and m.seq > c.agent_read_seq))::int as unread
     from support_desk.conversations c where c.workspace_id = $1 and c.merged_into is null group by 1, 2 order by 1, 2`,
    [workspaceId],
  )
  return { counted, real }
}

describe(title(sendAgentMessage), () => {
  it('claims the conversation, and reads what the visitor has written', async () => {
    const it = await newConversation()
    const message = await bob!.call(sendAgentMessage, { id: it.id, content: ' Hi, how can I help? ' })
    expect(message).toEqual({
      id: expect.stringMatching(/^msg_/),
      conversationId: it.id,
      seq: 2,
      senderType: 'AGENT',
      senderId: idOf(bob!),
      senderName: 'bob',
      content: ' Hi, how can I help? ',
      messageType: 'TEXT',
      attachments: [],
      seenAt: null,
      createdAt: time,
    })
    expect(await stateOf(it)).toMatchObject({
      status: 'ACTIVE',
      agent: { id: idOf(bob!), name: 'bob', avatarUrl: null },
      lastMessage: { content: ' Hi, how can I help? ', messageType: 'TEXT', senderType: 'AGENT', createdAt: time },
      visitorUnreadCount: 1,
      agentReadSeq: 1,
    })
    expect((await bob!.call(listAgentMessages, { id: it.id })).messages[0]).toMatchObject({ seenAt: time })
  })

  it('is a 409 that names the agent who has it, and one of two who answer at once', async () => {
    const taken = await newConversation()
    await bob!.call(sendAgentMessage, { id: taken.id, content: 'mine' })
    expect(await cem!.answerTo(sendAgentMessage, { id: taken.id, content: 'mine' })).toEqual({
      status: 409,
      body: { statusCode: 409, statusMessage: 'bob has this conversation.', data: null },
    })
    const { id } = await newConversation()
    const answers = await Promise.all(
      agents.map((agent) => agent.client.answer(sendAgentMessage, { id, content: 'I' })),
    )
    expect(tally(answers)).toEqual({ 200: 1, 409: 2 })
    expect((await ada.call(listTenantMessages, { id })).total).toBe(2)
  })

  it('takes the documented files, and no others', async () => {
    const { id, visitor } = await newConversation()
    const pdf = new File(['%PDF-1.7\n'], 'guide.pdf')
    const sent = await bob!.call(sendAgentMessage, { id, content: 'See', attachments: [pdf] })
    expect(sent).toMatchObject({
      messageType: 'FILE',
      attachments: [{ name: 'guide.pdf', size: 9, type: 'application/pdf' }],
    })
    const { messages } = await visitor.call(listWidgetMessages)
    const url = messages.at(-1)!.attachments[0]!.url
    const { pathname, search } = new URL(url)
    const download = () => fetch(`${platform.url}${pathname}${search}`)
    expect(await (await download()).text()).toBe('%PDF-1.7\n')
    const script = new File(['<script>alert(1)</script>'], 'a.pdf')
    expect(await bob!.answerTo(sendAgentMessage, { id, attachments: [script] })).toMatchObject({
      status: 400,
      body: { data: [{ path: 'attachments.0' }] },
    })
    for (const [given, path] of [
      [{ content: 'See', attachments: [{ id: 'file_1' }] }, 'attachments'],
      [{ content: 'See', messageType: 'FILE' }, 'messageType'],
    ] as const) {
      const answer = await fetch(`${platform.url}/api/agent/conversations/${id}/messages`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${bob!.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(given),
      })
      expect([answer.status, await answer.json()]).toMatchObject([400, { data: [{ path }] }])
    }
    const six = Array.from({ length: 6 }, () => pdf)
    expect(await bob!.answerTo(sendAgentMessage, { id, attachments: six })).toMatchObject({
      status: 413,
      body: { statusMessage: 'There may be at most 5 files.', data: [{ path: 'attachments' }] },
    })
    await ada.call(deleteTenantConversation, { id })
    expect((await download()).status).toBe(404)
  })

  it.each([{}, { content: '' }, { content: '\u200b \n' }, { content: 'x'.repeat(10_001) }])(
    'refuses %j',
    async (input) => {
      const { id } = await newConversation()
      expect(await bob!.answerTo(sendAgentMessage, { id, ...input })).toMatchObject({ status: 400 })
    },
  )

  it('is a 403 for somebody who is an agent no longer, and not taken for another workspace', async () => {
    const { id } = await newConversation()
    const dan = await colleague(platform, ada, `dan-${randomUUID()}`, { role: 'guest', agent: true })
    await unmakeAgent(database, dan)
    expect((await dan.client.answer(sendAgentMessage, { id, content: 'x' })).status).toBe(403)
    expect(await eve.answerTo(sendAgentMessage, { id, content: 'x' })).toEqual(missing)
  })
})

describe(title(resolveAgentConversation), () => {
  it.each([
    ['en', 'This conversation was resolved.'],
    ['tr', 'Bu görüşme çözümlendi.'],
    ['de', 'Diese Unterhaltung wurde abgeschlossen.'],
    ['es', 'Esta conversación se ha resuelto.'],
  ] as const)('closes it, and says so once, in the workspace’s language: %s', async (language, resolution) => {
    const owner = await newcomer(platform, `owner-${randomUUID()}`)
    await owner.call(updateTenantWorkspace, { language })
    const visitor = await visit(platform, await newWidgetKey(owner))
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hallo' })
    const resolved = await owner.call(resolveAgentConversation, { id })
    expect(resolved).toMatchObject({
      status: 'CLOSED',
      closedAt: time,
      workspace: { id: encodeId('wsp', owner.workspaceId) },
      analysis: null,
      topics: [],
    })
    expect(await owner.call(resolveTenantConversation, { id })).toEqual(resolved)
    const { messages } = await visitor.call(listWidgetMessages)
    expect(messages.map(({ content, senderType }) => [senderType, content])).toEqual([
      ['VISITOR', 'Hallo'],
      ['SYSTEM', resolution],
    ])
  })

  it('is undone by the visitor, who waits for the agent that they had while they are connected', async () => {
    const it = await newConversation()
    await bob!.socket()
    await bob!.call(sendAgentMessage, { id: it.id, content: 'done' })
    await bob!.call(resolveAgentConversation, { id: it.id })
    const again = await it.visitor.call(sendWidgetMessage, { content: 'not yet' })
    expect(again.conversationId).toBe(it.id)
    expect(await stateOf(it)).toMatchObject({ status: 'WAITING', agent: { id: idOf(bob!) }, closedAt: null })
    await cem!.call(sendAgentMessage, { id: it.id, content: 'let me' })
    expect(await stateOf(it)).toMatchObject({ status: 'ACTIVE', agent: { id: idOf(cem!) } })
  })
})

describe(title(assignAgentConversation), () => {
  it('is for the agent who has it alone, to an agent of the workspace', async () => {
    const it = await newConversation()
    const give = (who: Person, to: Person) => who.answerTo(assignAgentConversation, { id: it.id, agentId: to.userId })
    expect(await give(bob!, cem!)).toMatchObject({ status: 403 })
    await bob!.call(sendAgentMessage, { id: it.id, content: 'hi' })
    expect(await give(cem!, cem!)).toMatchObject({ status: 403 })
    expect(await give(bob!, eve)).toMatchObject({ status: 404, body: { statusMessage: 'No such agent.' } })
    expect(await give(bob!, cem!)).toMatchObject({ status: 200, body: { agent: { id: idOf(cem!) } } })
    expect(await bob!.answerTo(sendAgentMessage, { id: it.id, content: 'x' })).toMatchObject({ status: 409 })
  })
})

describe(title(assignTenantConversation), () => {
  it('gives it to whom the tenant says, whoever has it, but for a closed one', async () => {
    const { id } = await newConversation()
    for (const agent of [bob!, cem!])
      expect(await ada.call(assignTenantConversation, { id, agentId: idOf(agent) })).toMatchObject({
        status: 'ACTIVE',
        agent: { id: idOf(agent) },
      })
    await ada.call(resolveTenantConversation, { id })
    expect(await ada.answerTo(assignTenantConversation, { id, agentId: idOf(bob!) })).toMatchObject({ status: 409 })
  })
})

describe(title(updateTenantConversationStatus), () => {
  it('changes the status alone', async () => {
    const it = await newConversation()
    await bob!.call(sendAgentMessage, { id: it.id, content: 'hi' })
    const set = (status: Conversation['status']) => ada.call(updateTenantConversationStatus, { id: it.id, status })
    expect(await set('CLOSED')).toMatchObject({ status: 'CLOSED', agent: { id: idOf(bob!) }, closedAt: time })
    expect(await set('ACTIVE')).toMatchObject({ status: 'ACTIVE', agent: { id: idOf(bob!) }, closedAt: null })
    expect(await set('WAITING')).toMatchObject({ status: 'WAITING', agent: null })
    expect((await it.visitor.call(listWidgetMessages)).total).toBe(2)
    await set('CLOSED')
    expect((await it.visitor.client.answer(rateInWidget, { score: 5 })).status).toBe(409)
  })
})

describe(title(markAgentConversationRead), () => {
  it('reads for the tenant and all agents, and the visitor for themself', async () => {
    const it = await newConversation('one')
    await it.visitor.call(sendWidgetMessage, { content: 'two' })
    expect(await cem!.call(markAgentConversationRead, { id: it.id })).toMatchObject({ unreadCount: 0, agentReadSeq: 2 })
    expect(await ada.call(markTenantConversationRead, { id: it.id })).toMatchObject({ unreadCount: 0, rev: 4 })
    await bob!.call(sendAgentMessage, { id: it.id, content: 'three' })
    expect(await it.visitor.call(readInWidget)).toMatchObject({ visitorUnreadCount: 0, visitorReadSeq: 3 })
    const { messages } = await ada.call(listTenantMessages, { id: it.id })
    expect(messages.map(({ seenAt }) => seenAt)).toEqual([time, time, time])
  })
})

describe(title(createNote), () => {
  it('stands behind a message, and reaches the visitor in no answer', async () => {
    const it = await newConversation()
    const note = await cem!.call(createNote, { id: it.id, content: 'a difficult one' })
    expect(note).toMatchObject({ conversationId: it.id, seq: 1, rev: 3, authorId: idOf(cem!), authorName: 'cem' })
    const message = await bob!.call(sendAgentMessage, { id: it.id, content: 'hello' })
    expect(message.seq).toBe(2)
    expect(await bob!.call(listNotes, { id: it.id })).toEqual({ notes: [note], page: 1, limit: 50 })
    expect(await bob!.call(listNotes, { id: it.id, after_rev: 2 })).toMatchObject({ notes: [note] })
    expect(await bob!.call(listNotes, { id: it.id, after_rev: 3 })).toMatchObject({ notes: [] })
    const { messages, total } = await bob!.call(listAgentMessages, { id: it.id })
    expect([messages.map(({ seq }) => seq), total]).toEqual([[1, 2], 2])
    const seen = [
      await it.visitor.call(listWidgetMessages),
      await it.visitor.call(listWidgetConversations),
      (await visit(platform, key, { visitorToken: it.visitor.token })).session,
    ]
    expect(JSON.stringify(seen)).not.toContain('difficult')
  })
})

describe(title(listAgentMessages), () => {
  it('pages from the oldest, by page or from a number on', async () => {
    const it = await newConversation('1')
    for (const content of ['2', '3', '4', '5']) await it.visitor.call(sendWidgetMessage, { content })
    const list = async (query: object) =>
      (await bob!.call(listAgentMessages, { id: it.id, ...query })).messages.map(({ content }) => content).join('')
    expect(await list({ limit: 2 })).toBe('12')
    expect(await list({ limit: 2, page: 3 })).toBe('5')
    expect(await list({ limit: 2, after_seq: 2 })).toBe('34')
    const newest = await it.visitor.call(listWidgetMessages, { before_seq: 5, limit: 2 })
    expect(newest.messages.map(({ content }) => content)).toEqual(['3', '4'])
    expect(await eve.answerTo(listAgentMessages, { id: it.id })).toEqual(missing)
  })
})

describe(title(rateInWidget), () => {
  it('rates a resolution once, and adds to its agent’s scores', async () => {
    const socket = await bob!.socket()
    const it = await newConversation()
    expect((await it.visitor.client.answer(rateInWidget, { score: 4 })).status).toBe(409)
    const dan = await colleague(platform, ada, `rated-${randomUUID()}`, { role: 'guest', agent: true })
    await dan.call(sendAgentMessage, { id: it.id, content: 'hi' })
    await dan.call(resolveAgentConversation, { id: it.id })
    for (const score of [0, 6, 1.5]) expect((await it.visitor.client.answer(rateInWidget, { score })).status).toBe(400)
    await it.visitor.call(rateInWidget, { score: 2, comment: 'slow' })
    const rating = async () => {
      const { rating: score, ratingComment } = await bob!.call(getAgentConversation, { id: it.id })
      return { score, ratingComment }
    }
    expect(await rating()).toEqual({ score: 2, ratingComment: 'slow' })
    const answer = await it.visitor.call(rateInWidget, { score: 2, comment: 'slow, but kind' })
    expect([answer.rating, Object.keys(answer)]).toEqual([2, expect.not.arrayContaining(['ratingComment'])])
    await socket.next(conversationRated, ({ data }) => data.ratingComment === 'slow, but kind')
    expect(await it.visitor.call(rateInWidget, { score: 5 })).toMatchObject({ rating: 5 })
    expect(await rating()).toEqual({ score: 5, ratingComment: null })
    const { agents: rated } = await ada.call(listTenantAgents)
    expect(rated.find(({ id }) => id === idOf(dan))!.csat).toEqual({ score: 5, count: 1 })
  })
})

describe(title(deleteTenantConversation), () => {
  it('leaves nothing of it, and nothing of a deleted visitor’s', async () => {
    const [one, other] = [await newConversation('canary-1'), await newConversation('canary-2')]
    await bob!.call(createNote, { id: one.id, content: 'canary-3' })
    await bob!.call(createNote, { id: other.id, content: 'canary-4' })
    await ada.call(deleteTenantConversation, { id: one.id })
    expect(await ada.answerTo(deleteTenantConversation, { id: one.id })).toEqual(missing)
    expect(await one.visitor.call(listWidgetConversations)).toEqual({ conversations: [] })
    await ada.call(deleteTenantVisitor, { id: other.visitor.session.visitor.id })
    const left = await database.query(
      `select m.content from support_desk.messages m where content like 'canary-%'
       union all select n.content from support_desk.notes n where content like 'canary-%'
       union all select k.body from support_desk.idempotency_keys k where k.body like '%canary-%'`,
    )
    expect(left).toEqual([])
  })

  it('refuses what its visitor writes there meanwhile, which is in no other conversation', async () => {
    const { id, visitor } = await newConversation()
    const db = createDatabase<DB>('support-desk', {
      url: database.urlOf('support-desk'),
      poolSize: 1,
      log: createLog('test', { LOG_LEVEL: 'silent' }),
    })
    const written = await db.transaction().execute(async (tx) => {
      const row = await lockConversation(tx, ada.workspaceId, decodeId(id, ['cnv'])!)
      const writing = visitor.client.answer(sendWidgetMessage, { content: 'late', conversationId: id })
      await untilSomeoneWaits(database)
      await deleteConversations(tx, ada.workspaceId, [row!], traceFrom(undefined, undefined))
      return { answered: writing }
    })
    await db.destroy()
    expect(await written.answered).toMatchObject(missing)
    expect(await visitor.call(listWidgetConversations)).toEqual({ conversations: [] })
  })
})

describe(title(mergeAgentConversation), () => {
  it('has all of the other in the one, behind what it has, for both sides and in the lists', async () => {
    const { id: into, visitor } = await newConversation('one')
    await bob!.call(sendAgentMessage, { id: into, content: 'two' })
    await visitor.call(readInWidget, { conversationId: into })
    const first = await visitor.call(sendWidgetMessage, { content: 'three', newConversation: true })
    const { conversationId } = first
    const pdf = new File(['%PDF-1.7\n'], 'guide.pdf')
    await bob!.call(sendAgentMessage, { id: conversationId, content: 'four', attachments: [pdf] })
    await bob!.call(createNote, { id: conversationId, content: 'five' })
    const label = await ada.call(createLabel, { name: randomUUID() })
    await bob!.call(updateAgentConversation, { id: conversationId, labelIds: [label.id], priority: 'HIGH' })
    const [agent, seen] = [await cem!.socket(), await visitor.socket()]
    const merged = await bob!.call(mergeAgentConversation, { id: into, conversationId })
    expect(merged).toMatchObject({
      ...{ id: into, status: 'ACTIVE', agent: { id: idOf(bob!) }, priority: 'HIGH', labels: [{ id: label.id }] },
      ...{ seq: 4, agentReadSeq: 3, visitorReadSeq: 2, unreadCount: 0, visitorUnreadCount: 1, mergedInto: null },
      lastMessage: { content: 'four' },
    })
    const { messages, total } = await bob!.call(listAgentMessages, { id: into })
    expect(messages.map(({ seq, content }) => [seq, content])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
      [4, 'four'],
    ])
    expect(total).toBe(4)
    expect(messages[2]).toMatchObject({ id: first.id, createdAt: first.createdAt, conversationId: into })
    expect((await bob!.call(listNotes, { id: into })).notes).toMatchObject([{ seq: 4, content: 'five' }])
    const [file] = (await visitor.call(listWidgetMessages)).messages.at(-1)!.attachments
    const { pathname, search } = new URL(file!.url)
    expect((await fetch(platform.url + pathname + search)).status).toBe(200)

    // What is live comes as it would have come by itself, and the other says where it went.
    for (const [socket, count] of [
      [agent, 3],
      [seen, 2],
    ] as const) {
      const about = ({ conversation_id }: { conversation_id?: string | null | undefined }) => conversation_id === into
      await socket.next(conversationUpdated, about)
      const rows = socket.events.filter((event) => about(event) && /message|note/.test(event.type))
      expect(rows.map(({ seq }) => seq)).toEqual([3, 4, 4].slice(0, count))
      const gone = await socket.next(conversationUpdated, ({ conversation_id }) => conversation_id === conversationId)
      expect(gone.data).toMatchObject({ mergedInto: into, status: 'CLOSED', lastMessage: null })
      const caughtUp = await socket.ask('sync', { [into]: 2, [conversationId]: 2 })
      const missed = caughtUp.conversations[into].events.map((event: { seq: number }) => event.seq)
      expect(missed.slice(0, -1)).toEqual([3, 4, 4].slice(0, count))
      expect(caughtUp.conversations[conversationId].events).toMatchObject([{ data: { mergedInto: into } }])
    }

    const visitors = await visitor.call(listWidgetConversations)
    expect(visitors.conversations.map(({ id }) => id)).toEqual([into])
    for (const list of [listAgentConversations, listTenantConversations]) {
      const { conversations } = await ada.call(list, { search: visitor.session.visitor.id })
      expect(conversations.map(({ id }) => id)).toEqual([into])
    }
    await vi.waitFor(async () => {
      const found = await ada.call(listAgentConversations, { search: 'guide.pdf', label: label.id })
      expect(found.conversations.map(({ id }) => id)).toEqual([into])
    }, 30_000)
    const { counted, real } = await counts(ada.workspaceId)
    expect(counted).toEqual(real)
  })

  it('leaves the other to say where it went, and to go with the one', async () => {
    const { id: into, visitor } = await newConversation('canary-5')
    const [second, third] = await Promise.all(
      ['canary-6', 'canary-7'].map((content) => visitor.call(sendWidgetMessage, { content, newConversation: true })),
    )
    const [id, last] = [second!.conversationId, third!.conversationId]
    await bob!.call(mergeAgentConversation, { id, conversationId: last })
    await ada.call(mergeTenantConversation, { id: into, conversationId: id })
    for (const each of [id, last]) {
      expect(await ada.call(getTenantConversation, { id: each })).toMatchObject({ mergedInto: into, unreadCount: 0 })
      expect((await ada.call(listAgentMessages, { id: each })).messages).toEqual([])
      const refused = { status: 409, body: { statusMessage: `This conversation was merged into ${into}.` } }
      expect(await bob!.answerTo(sendAgentMessage, { id: each, content: 'late' })).toMatchObject(refused)
      expect(await bob!.answerTo(createNote, { id: each, content: 'late' })).toMatchObject(refused)
      expect(await ada.answerTo(resolveTenantConversation, { id: each })).toMatchObject(refused)
      expect(await ada.answerTo(mergeTenantConversation, { id: into, conversationId: each })).toMatchObject(refused)
      expect(await ada.answerTo(typeToVisitor, { id: each })).toMatchObject(refused)
      expect(await ada.answerTo(deleteTenantConversation, { id: each })).toMatchObject(refused)
      const bulk = { ids: [each], actions: [{ type: 'setPriority' as const, priority: 'LOW' as const }] }
      expect((await bob!.call(actOnAgentConversations, bulk)).results).toMatchObject([{ outcome: 'conflict' }])
      // A widget that has not heard of it goes on where it went.
      const { conversationId } = await visitor.call(sendWidgetMessage, { content: 'more', conversationId: each })
      expect(conversationId).toBe(into)
    }
    await ada.call(deleteTenantConversation, { id: into })
    expect(await ada.answerTo(getTenantConversation, { id: last })).toEqual(missing)
    const left = await database.query(
      `select m.content from support_desk.messages m where content in ('canary-5', 'canary-6', 'canary-7')
       union all select k.body from support_desk.idempotency_keys k where k.body ~ 'canary-[567]'`,
    )
    expect(left).toEqual([])
  })

  it('is of one visitor, of an open conversation, and of none that another agent has', async () => {
    const [mine, others] = [await newConversation(), await newConversation()]
    const { conversationId } = await mine.visitor.call(sendWidgetMessage, { content: 'b', newConversation: true })
    const status = async (input: { id: string; conversationId: string }, who = bob!) =>
      (await who.client.answer(mergeAgentConversation, input)).status
    expect(await status({ id: mine.id, conversationId: others.id })).toBe(409)
    expect(await status({ id: mine.id, conversationId: mine.id })).toBe(400)
    expect(await status({ id: mine.id, conversationId: encodeId('cnv', randomUUID()) })).toBe(404)
    await cem!.call(sendAgentMessage, { id: conversationId, content: 'mine' })
    expect(await status({ id: mine.id, conversationId })).toBe(409)
    await ada.call(resolveTenantConversation, { id: mine.id })
    expect(await status({ id: mine.id, conversationId }, cem)).toBe(409)
    // The other may be closed; of one that waits, the agent of the other has it then.
    expect(await status({ id: conversationId, conversationId: mine.id }, cem)).toBe(200)
    const waiting = await mine.visitor.call(sendWidgetMessage, { content: 'c', newConversation: true })
    const both = { id: waiting.conversationId, conversationId }
    expect(await cem!.call(mergeAgentConversation, both)).toMatchObject({ status: 'ACTIVE', agent: { id: idOf(cem!) } })
    expect(await eve.answerTo(mergeTenantConversation, both)).toEqual(missing)
  })
})

describe('what happens at once', () => {
  it('has each message under a number of its own, and a conversation that is written to while it is resolved is open', async () => {
    const it = await newConversation()
    await Promise.all([
      ...Array.from({ length: 5 }, (_, n) => it.visitor.call(sendWidgetMessage, { content: `${n}` })),
      bob!.call(resolveAgentConversation, { id: it.id }),
    ])
    const { messages } = await bob!.call(listAgentMessages, { id: it.id })
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
    const resolvedAt = messages.findIndex(({ senderType }) => senderType === 'SYSTEM')
    expect((await stateOf(it)).status).toBe(resolvedAt === 6 ? 'CLOSED' : 'WAITING')
  })

  it('merges what its visitor writes to meanwhile', async () => {
    const { visitor, id } = await newConversation()
    for (let round = 0; round < 6; round++) {
      const more = await visitor.call(sendWidgetMessage, { content: 'more', newConversation: true })
      const { conversationId } = more
      const answers = await Promise.all([
        ada.client.answer(mergeTenantConversation, { id, conversationId }),
        ...[id, conversationId].map((to) =>
          visitor.client.answer(sendWidgetMessage, { content: 'meanwhile', conversationId: to }),
        ),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    }
    expect((await bob!.call(listAgentMessages, { id })).total).toBe(1 + 6 * 3)
  })

  it('leaves counts that are those of the rows, whatever everybody does', async () => {
    const owner = await newcomer(platform, `storm-${randomUUID()}`)
    const team = [owner, await colleague(platform, owner, `storm-${randomUUID()}`, { role: 'guest', agent: true })]
    const apiKey = await newWidgetKey(owner)
    const random = randomOf(20)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
    const visitors = await Promise.all(Array.from({ length: 3 }, () => visit(platform, apiKey)))
    const ids = (await Promise.all(visitors.map((each) => each.call(sendWidgetMessage, { content: 'first' })))).map(
      ({ conversationId }) => conversationId,
    )
    const acts = [
      () => pick(visitors).client.answer(sendWidgetMessage, { content: 'more', newConversation: random() < 0.2 }),
      () => pick(team).client.answer(sendAgentMessage, { id: pick(ids), content: 'answer' }),
      () => pick(team).client.answer(resolveAgentConversation, { id: pick(ids) }),
      () => pick(team).client.answer(markAgentConversationRead, { id: pick(ids) }),
      () => owner.client.answer(assignTenantConversation, { id: pick(ids), agentId: pick(team).userId }),
      () => owner.client.answer(updateTenantConversationStatus, { id: pick(ids), status: pick(conversationStatuses) }),
      () => pick(visitors).client.answer(rateInWidget, { score: 3 }),
      async () => {
        const { conversations } = await pick(visitors).call(listWidgetConversations)
        const [into, other] = [pick(conversations), pick(conversations)]
        if (into === other) return { status: 400 }
        return pick(team).client.answer(mergeAgentConversation, { id: into!.id, conversationId: other!.id })
      },
    ]
    for (let round = 0; round < 12; round++) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => pick(acts)()))
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    }
    await owner.call(deleteTenantConversation, { id: pick(ids) })
    const { counted, real } = await counts(owner.workspaceId)
    expect(counted).toEqual(real)
    const [{ seq, rows }] = (await database.query<{ seq: number; rows: number }>(
      `select sum(seq)::int as seq, (select count(*)::int from support_desk.messages where workspace_id = $1) as rows
       from support_desk.conversations where workspace_id = $1 and merged_into is null`,
      [owner.workspaceId],
    )) as [{ seq: number; rows: number }]
    expect(seq).toBe(rows)
  })
})
