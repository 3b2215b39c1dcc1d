import { createHmac, randomUUID } from 'node:crypto'
import type { Client } from '@parley/client/client'
import { suggestAgentReply, summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { createAttribute } from '@parley/contracts/desk/attributes'
import { getAgentConversation } from '@parley/contracts/desk/conversation-lists'
import {
  assignAgentConversation,
  deleteTenantConversation,
  markAgentConversationRead,
  resolveAgentConversation,
} from '@parley/contracts/desk/conversations'
import { conversationUpdated, visitorOffline, visitorOnline } from '@parley/contracts/desk/events'
import { mergeAgentConversation } from '@parley/contracts/desk/merging'
import {
  createNote,
  downloadDeskFile,
  listAgentMessages,
  listNotes,
  sendAgentMessage,
  typeToVisitor,
} from '@parley/contracts/desk/messages'
import { listAgentVisitors, updateAgentVisitor } from '@parley/contracts/desk/visitors'
import {
  createIdentitySecret,
  getWidgetDesk,
  startWidgetSession,
  updateWidgetVisitor,
  visitWidgetPage,
} from '@parley/contracts/desk/widget'
import {
  listWidgetConversations,
  listWidgetMessages,
  rateInWidget,
  readInWidget,
  sendWidgetMessage,
  typeInWidget,
} from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { updateWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { colleague } from '@parley/testing/people'
import { insertConversation, insertVisitor } from '@parley/testing/rows/support-desk'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { expect } from 'vitest'
import type { World } from '../authorisation/world.ts'
import { callingTwice } from './replaying.ts'

/** Has a visitor and an agent do all that they can do, which the table of expectations cannot; what has succeeded. */
export async function chatAtTheDesk({ platform, ada, workspaceId }: World): Promise<string[]> {
  const called = new Set<string>()
  const by = (client: Client): Client['call'] => {
    const call = callingTwice(client)
    return async (endpoint, ...args) => {
      const answer = await call(endpoint, ...args)
      called.add(endpoint.name)
      return answer
    }
  }
  const agent = by(ada.client)
  await agent(updateTenantWorkspace, { settings: { ai: { firstResponse: true } } })
  const { secret } = await agent(createIdentitySecret)
  const user = { externalId: 'known', hash: createHmac('sha256', secret).update('known').digest('hex') }
  const apiKey = await newWidgetKey(ada)
  const first = await visit(platform, apiKey, { user })
  await platform.database.query(`update support_desk.visitors set last_seen_at = now() - interval '1 day'`)
  const again = await visit(platform, apiKey, { visitorToken: first.token, page: { url: 'https://shop.example/' } })
  const { key: seats } = await ada.call(createAttribute, { key: 'seats', label: 'Seats', type: 'number' })
  await agent(updateAgentVisitor, { id: again.session.visitor.id, attributes: { [seats]: 5 } })
  await agent(listAgentVisitors, { attribute: `${seats}:5` })
  const visitor = by(again.client)
  await visitor(visitWidgetPage, { url: 'https://shop.example/cart' })
  await visitor(updateWidgetVisitor, { name: 'Jane' })
  const { conversationId: id } = await visitor(sendWidgetMessage, { content: 'Hello?' })
  const pdf = new File(['%PDF-1.7'], 'a.pdf')
  const { attachments } = await agent(sendAgentMessage, { id, content: 'See', attachments: [pdf] })
  const { pathname, search } = new URL(attachments[0]!.url)
  expect((await fetch(`${platform.url}${pathname}${search}`)).status).toBe(200)
  await visitor(sendWidgetMessage, { attachments: [pdf] })
  await agent(createNote, { id, content: 'careful' })
  await agent(listNotes, { id, after_rev: 1 })
  await agent(listAgentMessages, { id, after_seq: 1 })
  await visitor(listWidgetMessages, { before_seq: 3 })
  await visitor(getWidgetDesk, {})
  const { conversations } = await visitor(listWidgetConversations)
  await visitor(listWidgetConversations, { before: conversations[0]!.id })
  await agent(suggestAgentReply, { id })
  await agent(summarizeAgentConversation, { id })
  await agent(markAgentConversationRead, { id })
  await visitor(readInWidget, {})
  await agent(assignAgentConversation, { id, agentId: ada.userId })
  await agent(resolveAgentConversation, { id })
  for (const score of [4, 5]) await visitor(rateInWidget, { score })
  await visitor(sendWidgetMessage, { content: 'One more thing' })
  const other = await ada.client.answer(sendAgentMessage, { id: await heldByNobody(), content: 'x' })
  expect(other.status).toBe(409)
  await visitor(typeInWidget, {})
  await agent(typeToVisitor, { id })
  const second = await visitor(sendWidgetMessage, { content: 'Something else', newConversation: true })
  await agent(mergeAgentConversation, { id, conversationId: second.conversationId })
  await receive(id)
  await agent(deleteTenantConversation, { id })
  return [...called, startWidgetSession.name, downloadDeskFile.name]

  /** Both sides catch up; then an agent stops being one, whose conversation they see waiting. */
  async function receive(caughtUp: string): Promise<void> {
    const [seen, owners] = [await again.socket(), await ada.socket()]
    for (const { socket } of [seen, owners]) await socket.timeout(20_000).emitWithAck('sync', { [caughtUp]: 1 })
    await owners.socket.timeout(20_000).emitWithAck('viewing', { conversationId: caughtUp })
    const dan = await colleague(platform, ada, `dan-${randomUUID()}`, { role: 'guest', agent: true })
    const { conversationId } = await again.client.call(sendWidgetMessage, { content: 'Hi', newConversation: true })
    await dan.call(sendAgentMessage, { id: conversationId, content: 'Hi' })
    await owners.next(visitorOnline)
    await dan.call(getAgentConversation, { id: caughtUp })
    await ada.call(updateWorkspaceMember, { id: workspaceId, userId: dan.userId, agent: false })
    for (const socket of [seen, owners])
      await socket.next(conversationUpdated, ({ data }) => data.id === conversationId && data.status === 'WAITING')
    await seen.close()
    await platform.database.query('update support_desk.online_visitors set online_until = now()')
    await owners.next(visitorOffline)
  }

  /** One that somebody has who has left. */
  async function heldByNobody(): Promise<string> {
    const { visitorId } = await insertVisitor(platform.database, workspaceId)
    return insertConversation(platform.database, { workspaceId, visitorId, agentId: randomUUID() })
  }
}
