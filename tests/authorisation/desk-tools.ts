import { randomUUID } from 'node:crypto'
import { createCannedReply } from '@parley/contracts/desk/canned-replies'
import { createLabel } from '@parley/contracts/desk/labels'
import { createTeam } from '@parley/contracts/desk/teams'
import { insertConversation, insertMessage, insertVisitor } from '@parley/testing/rows/support-desk'
import { type Cases, type Input, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint                | about           | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ----------------------- | --------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listTenantConversations | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getTenantConversation   | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentConversations  | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listAgentConversations  | after another   | 400     | 400       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| getAgentConversation    | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listTenantLabels        | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentLabels         | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createLabel             | a new one       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateLabel             | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteLabel             | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listTenantTeams         | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentTeams          | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createTeam              | of nobody       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createTeam              | of an agent     | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateTeam              | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteTeam              | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listCannedReplies       | the caller’s    | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createCannedReply       | a new one       | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| updateCannedReply       | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| deleteCannedReply       | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
`

const named = () => ({ name: randomUUID() })
const aLabel = (more: Input = {}) => thing(async ({ ada }) => (await ada.call(createLabel, named())).id, more)
const aTeam = (more: Input = {}) => thing(async ({ ada }) => (await ada.call(createTeam, named())).id, more)
const aReply = (more: Input = {}) =>
  thing(
    async ({ ada }) => (await ada.call(createCannedReply, { ...named(), content: 'Hello', isShared: true })).id,
    more,
  )

async function conversationOf({ platform: { database }, workspaceId, ada }: World): Promise<string> {
  const { visitorId } = await insertVisitor(database, workspaceId)
  const conversationId = await insertConversation(database, { workspaceId, visitorId, agentId: ada.userId })
  await insertMessage(database, { workspaceId, conversationId }, 'hello')
  return conversationId
}

export const cases: Cases = {
  listTenantConversations: { 'the workspace’s': { input: () => ({ search: 'hello', status: 'ACTIVE' }) } },
  getTenantConversation: { 'the workspace’s': thing(conversationOf) },
  listAgentConversations: {
    'the workspace’s': { input: () => ({ search: 'hello', status: 'active,waiting', mine: true }) },
    'after another': { about: 'before', input: async (world) => ({ before: await conversationOf(world) }) },
  },
  getAgentConversation: { 'the workspace’s': thing(conversationOf) },
  listTenantLabels: { 'the workspace’s': nothing },
  listAgentLabels: { 'the workspace’s': nothing },
  createLabel: { 'a new one': { input: named } },
  updateLabel: { 'the workspace’s': aLabel({ color: '#000000' }) },
  deleteLabel: { 'the workspace’s': aLabel() },
  listTenantTeams: { 'the workspace’s': nothing },
  listAgentTeams: { 'the workspace’s': nothing },
  createTeam: {
    'of nobody': { input: named },
    'of an agent': { about: 'memberIds', input: ({ ada }: World) => ({ ...named(), memberIds: [ada.userId] }) },
  },
  updateTeam: { 'the workspace’s': aTeam({ memberIds: [] }) },
  deleteTeam: { 'the workspace’s': aTeam() },
  listCannedReplies: { 'the caller’s': nothing },
  createCannedReply: { 'a new one': { input: () => ({ ...named(), content: 'Hello' }) } },
  updateCannedReply: { 'one shared': aReply({ content: 'Good morning' }) },
  deleteCannedReply: { 'one shared': aReply() },
}
