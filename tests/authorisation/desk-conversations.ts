import { randomUUID } from 'node:crypto'
import { blockVisitor } from '@parley/contracts/desk/blocks'
import { deleteTenantConversation } from '@parley/contracts/desk/conversations'
import { insertConversation, insertVisitor, insertWidgetKey } from '@parley/testing/rows/support-desk'
import { type Case, type Cases, type Input, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint                       | about           | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ------------------------------ | --------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| resolveTenantConversation      | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| markTenantConversationRead     | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateTenantConversationStatus | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| assignTenantConversation       | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| mergeTenantConversation        | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| mergeAgentConversation         | Ada’s           | 404     | 404       | 403      | 403          | 403   | 409         | 403    | 409   | 403 |
| listTenantMessages             | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteTenantConversation       | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listErasures                   | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getErasure                     | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| retryErasure                   | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getReceiptKeys                 | everybody’s     | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listBlocks                     | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createBlock                    | an address      | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createBlock                    | a visitor       | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteBlock                    | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| blockVisitor                   | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| unblockVisitor                 | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| sendAgentMessage               | the workspace’s | 404     | 404       | 403      | 403          | 403   | 409         | 403    | 409   | 403 |
| resolveAgentConversation       | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| markAgentConversationRead      | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| assignAgentConversation        | the workspace’s | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| listAgentMessages              | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createNote                     | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listNotes                      | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| typeToVisitor                  | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| suggestAgentReply              | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| summarizeAgentConversation     | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createIdentitySecret           | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| downloadDeskFile               | no such file    | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| startWidgetSession             | by a key        | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getWidgetConfig                | by a key        | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getWidgetDesk                  | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| visitWidgetPage                | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| updateWidgetVisitor            | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| listWidgetConversations        | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| listWidgetMessages             | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| sendWidgetMessage              | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| readInWidget                   | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| typeInWidget                   | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| rateInWidget                   | not a visitor   | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
`

/** One that the caller may transfer, if they are its agent: Ada's. */
const aConversation = (more: Input = {}) =>
  thing(async (world) => {
    const { platform, workspaceId, ada } = world
    const { visitorId } = await insertVisitor(platform.database, workspaceId)
    return insertConversation(platform.database, { workspaceId, visitorId, agentId: ada.userId })
  }, more)
/** Two of a visitor, the first of which is Ada's. */
const two: Case = {
  about: 'id',
  input: async ({ platform: { database }, workspaceId, ada }) => {
    const { visitorId } = await insertVisitor(database, workspaceId)
    const id = await insertConversation(database, { workspaceId, visitorId, agentId: ada.userId })
    return { id, conversationId: await insertConversation(database, { workspaceId, visitorId, agentId: ada.userId }) }
  },
}
const toAda = (of: Case): Case => ({
  ...of,
  input: async (world, caller) => ({ ...(await of.input(world, caller)), agentId: world.ada.userId }),
})
const aVisitor = async ({ platform, workspaceId }: World) =>
  (await insertVisitor(platform.database, workspaceId)).visitorId
const aBlock = async (world: World) => world.ada.call(blockVisitor, { id: await aVisitor(world) })
const anErasure = thing(async (world) => {
  const { id } = await aConversation().input(world, world.ada)
  return (await world.ada.call(deleteTenantConversation, { id: String(id) })).erasureId
})
const withKey: Case = {
  input: async ({ platform, workspaceId }) => {
    const apiKey = randomUUID()
    await insertWidgetKey(platform.database, workspaceId, apiKey)
    return { apiKey }
  },
}

export const cases: Cases = {
  resolveTenantConversation: { 'the workspace’s': aConversation() },
  markTenantConversationRead: { 'the workspace’s': aConversation() },
  mergeTenantConversation: { 'the workspace’s': two },
  mergeAgentConversation: { 'Ada’s': two },
  updateTenantConversationStatus: { 'the workspace’s': aConversation({ status: 'WAITING' }) },
  assignTenantConversation: { 'the workspace’s': toAda(aConversation()) },
  listTenantMessages: { 'the workspace’s': aConversation() },
  deleteTenantConversation: { 'the workspace’s': aConversation() },
  listErasures: { 'the workspace’s': nothing },
  getErasure: { 'the workspace’s': anErasure },
  retryErasure: { 'the workspace’s': anErasure },
  getReceiptKeys: { 'everybody’s': nothing },
  listBlocks: { 'the workspace’s': nothing },
  createBlock: {
    'an address': { input: () => ({ kind: 'address', value: '203.0.113.7' }) },
    'a visitor': { about: 'value', input: async (world) => ({ kind: 'visitor', value: await aVisitor(world) }) },
  },
  deleteBlock: { 'the workspace’s': thing(async (world) => (await aBlock(world)).id) },
  blockVisitor: { 'the workspace’s': thing(aVisitor) },
  unblockVisitor: { 'the workspace’s': thing(async (world) => (await aBlock(world)).value) },
  sendAgentMessage: { 'the workspace’s': aConversation({ content: 'Hello' }) },
  resolveAgentConversation: { 'the workspace’s': aConversation() },
  markAgentConversationRead: { 'the workspace’s': aConversation() },
  assignAgentConversation: { 'the workspace’s': toAda(aConversation()) },
  listAgentMessages: { 'the workspace’s': aConversation() },
  suggestAgentReply: { 'the workspace’s': aConversation() },
  summarizeAgentConversation: { 'the workspace’s': aConversation() },
  createNote: { 'the workspace’s': aConversation({ content: 'Careful' }) },
  listNotes: { 'the workspace’s': aConversation() },
  typeToVisitor: { 'the workspace’s': aConversation() },
  createIdentitySecret: { 'the workspace’s': nothing },
  downloadDeskFile: { 'no such file': thing(() => randomUUID(), { name: 'a.pdf' }) },
  startWidgetSession: { 'by a key': withKey },
  getWidgetConfig: { 'by a key': withKey },
  getWidgetDesk: { 'not a visitor': nothing },
  visitWidgetPage: { 'not a visitor': { input: () => ({ url: 'https://shop.example/' }) } },
  updateWidgetVisitor: { 'not a visitor': { input: () => ({ name: 'Jane' }) } },
  listWidgetConversations: { 'not a visitor': nothing },
  listWidgetMessages: { 'not a visitor': nothing },
  sendWidgetMessage: { 'not a visitor': { input: () => ({ content: 'Hello' }) } },
  readInWidget: { 'not a visitor': nothing },
  typeInWidget: { 'not a visitor': nothing },
  rateInWidget: { 'not a visitor': { input: () => ({ score: 5 }) } },
}
