import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { conversationMessage } from '@parley/contracts/desk/events'
import { applyMacro, createMacro } from '@parley/contracts/desk/macros'
import { createNote, sendAgentMessage } from '@parley/contracts/desk/messages'
import { getWidgetDesk } from '@parley/contracts/desk/widget'
import {
  listWidgetConversations,
  listWidgetMessages,
  rateInWidget,
  readInWidget,
  sendWidgetMessage,
} from '@parley/contracts/desk/widget-messages'
import { decodeId } from '@parley/contracts/type-id'
import { derivedId } from '@parley/kit/derived-id'
import { colleague, newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import type { TestSocket } from '@parley/testing/sockets'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const ada = await newcomer(platform, 'ada')
const [bob, key] = [await colleague(platform, ada, 'bob', { role: 'guest', agent: true }), await newWidgetKey(ada)]
const macro = await bob.call(createMacro, { name: 'Look', actions: [{ type: 'note', content: 'secret' }] })

/** Everything that a visitor may ask for, from every position that they could have come to. */
async function everything({ call, token }: TestVisitor, socket: TestSocket, id: string) {
  const { conversation, messages } = (await visit(platform, key, { visitorToken: token })).session
  const { seq, rev } = conversation!
  const positions = [
    ...Array.from({ length: seq + 1 }, (_, known) => known),
    ...Array.from({ length: rev + 1 }, (_, known) => ({ seq: Math.min(seq, known), rev: known })),
  ]
  return {
    session: { conversation, messages },
    desk: await call(getWidgetDesk, {}),
    conversations: await call(listWidgetConversations),
    messages: await call(listWidgetMessages),
    pages: [
      await call(listWidgetMessages, { after_seq: 1 }),
      await call(listWidgetMessages, { before_seq: seq, limit: 1 }),
    ],
    synced: await Promise.all(positions.map((position) => socket.ask('sync', { [id]: position }))),
    positions: await socket.ask('positions'),
  }
}

/** The same of any two conversations that went the same way: ids by the order in which they appear, no times. */
function comparable(given: unknown): unknown {
  const ids = new Map<string, string>()
  const named = (id: string) => ids.get(id) ?? ids.set(id, `id ${ids.size}`).get(id)!
  return JSON.parse(
    JSON.stringify(given)
      .replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"a time"')
      .replace(/[a-z]+_[0-9a-z]{26}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, named),
  )
}

/** A conversation from its first message to its rating; all that its visitor receives meanwhile and afterwards. */
async function wholeConversation(note: (id: string) => Promise<unknown>) {
  const visitor = await visit(platform, key, { user: { name: 'Jane' } })
  const socket = await visitor.socket()
  const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
  await note(id)
  await bob.call(sendAgentMessage, { id, content: 'Hi' })
  await note(id)
  await visitor.call(readInWidget, {})
  await visitor.call(sendWidgetMessage, { content: 'A question' })
  await note(id)
  await bob.call(resolveAgentConversation, { id })
  await visitor.call(rateInWidget, { score: 4 })
  await note(id)
  await visitor.call(sendWidgetMessage, { content: 'One more' })
  await socket.next(conversationMessage, ({ data }) => data.content === 'One more')
  const received = { emitted: [...socket.events], asked: await everything(visitor, socket, id) }
  // The next one has as many before it in the queue.
  await bob.call(resolveAgentConversation, { id })
  return { id, ...received }
}

describe('a private note', () => {
  it('shows in nothing that its visitor receives or may ask for', async () => {
    const without = await wholeConversation(async () => {})
    const withNotes = await wholeConversation(async (id) => {
      await bob.call(createNote, { id, content: 'secret' })
      await bob.call(applyMacro, { id: macro.id, conversationId: id })
    })
    expect(comparable([withNotes.emitted, withNotes.asked])).toEqual(comparable([without.emitted, without.asked]))
    expect(JSON.stringify(withNotes)).not.toContain('secret')
    // What an id was made of is known: it must be of nothing that they do not know.
    const uuid = decodeId(withNotes.id, ['cnv'])
    const changes = withNotes.emitted.filter(({ type, rev }) => rev !== null && type !== conversationMessage.type)
    expect(changes.map(({ id }) => id)).toEqual(changes.map(({ rev }) => derivedId(`${uuid}${rev}`)))
  })

  it('changes no answer, number or time that its visitor has, and emits nothing', async () => {
    const visitor = await visit(platform, key)
    const socket = await visitor.socket()
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await bob.call(sendAgentMessage, { id, content: 'Hi' })
    await socket.next(conversationMessage, ({ data }) => data.content === 'Hi')
    const before = await everything(visitor, socket, id)
    const { id: noted } = await bob.call(createNote, { id, content: 'secret' })
    expect(await everything(visitor, socket, id)).toEqual(before)
    const agent = await bob.socket()
    const { conversations } = await agent.ask('sync', { [id]: { seq: 2, rev: 5 } })
    expect(conversations[id]).toMatchObject({ events: [{ data: { id: noted, seq: 2, rev: 6 } }], seq: 2, rev: 6 })
    await bob.call(sendAgentMessage, { id, content: 'Still there?' })
    await socket.next(conversationMessage, ({ data }) => data.content === 'Still there?')
    expect(socket.events.map(({ type }) => type)).not.toContain('conversation.note')
  })

  it('shows its visitor the answer that claims it, behind a note, where no agent’s events come', async () => {
    const owner = await newcomer(platform, 'lone')
    const agent = await colleague(platform, owner, 'lone-agent', { agent: true })
    const visitor = await visit(platform, await newWidgetKey(owner))
    const seen = await visitor.socket()
    const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
    await seen.next(conversationMessage)
    await agent.call(createNote, { id, content: 'who is this' })
    await agent.call(sendAgentMessage, { id, content: 'Hi' })
    const answer = await seen.next(conversationMessage, ({ data }) => data.content === 'Hi')
    // A change that has come before it must not have its number: a client would drop it as known.
    const before = seen.events
      .slice(0, seen.events.indexOf(answer))
      .filter(({ conversation_id }) => conversation_id === id)
    expect(Math.max(...before.map(({ seq }) => seq!))).toBeLessThan(answer.seq!)
  })
})
