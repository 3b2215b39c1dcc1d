import { randomUUID } from 'node:crypto'
import { createAttribute } from '@parley/contracts/desk/attributes'
import { createCannedReply } from '@parley/contracts/desk/canned-replies'
import { createLabel } from '@parley/contracts/desk/labels'
import { createMacro } from '@parley/contracts/desk/macros'
import { createSavedView } from '@parley/contracts/desk/saved-views'
import { createTeam } from '@parley/contracts/desk/teams'
import { insertConversation, insertMessage, insertVisitor } from '@parley/testing/rows/support-desk'
import { type Case, type Cases, type Input, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint                    | about           | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| --------------------------- | --------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listTenantConversations     | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getTenantConversation       | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentConversations      | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listAgentConversations      | after another   | 400     | 400       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| getAgentConversation        | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listTenantAttributes        | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentAttributes         | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createAttribute             | a new one       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateAttribute             | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteAttribute             | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listTenantLabels            | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentLabels             | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createLabel                 | a new one       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateLabel                 | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteLabel                 | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listTenantTeams             | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listAgentTeams              | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createTeam                  | of nobody       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createTeam                  | of an agent     | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateTeam                  | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteTeam                  | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listCannedReplies           | the caller’s    | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createCannedReply           | a new one       | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| updateCannedReply           | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| deleteCannedReply           | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| updateTenantConversation    | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateAgentConversation     | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| actOnTenantConversations    | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| actOnAgentConversations     | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| getCannedReply              | one shared      | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listMacros                  | the caller’s    | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createMacro                 | a new one       | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| updateMacro                 | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| deleteMacro                 | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| applyMacro                  | one shared      | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listSavedViews              | the caller’s    | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| countAgentViews             | the caller’s    | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| createSavedView             | a new one       | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| updateSavedView             | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| deleteSavedView             | one shared      | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 200   | 403 |
| updateAvailability          | the own         | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
`

const named = () => ({ name: randomUUID() })
const newAttribute = () => ({ key: `a${randomUUID().replaceAll('-', '_')}`, label: 'Seats', type: 'number' as const })
const anAttribute = (more: Input = {}) =>
  thing(async ({ ada }) => (await ada.call(createAttribute, newAttribute())).id, more)
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

/** Labels and a team that are there, so that all is done that may be. */
const severalWith = (action: Input): Case => ({
  input: async (world) => {
    const { ada } = world
    const [label, team] = [await ada.call(createLabel, named()), await ada.call(createTeam, named())]
    const actions = [{ type: 'addLabel', labelId: label.id }, { type: 'assignTeam', teamId: team.id }, action]
    return { ids: [await conversationOf(world)], actions }
  },
})
const macroOf = async ({ ada }: World) =>
  (
    await ada.call(createMacro, {
      ...{ ...named(), isShared: true },
      actions: [
        { type: 'note', content: '{{visitor.name | A visitor}}' },
        { type: 'setPriority', priority: 'LOW' },
      ],
    })
  ).id
const aMacro = (more: Input = {}) => thing(macroOf, more)
const aView = (more: Input = {}) =>
  thing(async ({ ada }) => (await ada.call(createSavedView, { ...named(), isShared: true, filter: {} })).id, more)

export const cases: Cases = {
  listTenantConversations: { 'the workspace’s': { input: () => ({ search: 'hello', status: 'ACTIVE' }) } },
  getTenantConversation: { 'the workspace’s': thing(conversationOf) },
  listAgentConversations: {
    'the workspace’s': { input: () => ({ search: 'hello', status: 'active,waiting', mine: true }) },
    'after another': { about: 'before', input: async (world) => ({ before: await conversationOf(world) }) },
  },
  getAgentConversation: { 'the workspace’s': thing(conversationOf) },
  listTenantAttributes: { 'the workspace’s': nothing },
  listAgentAttributes: { 'the workspace’s': nothing },
  createAttribute: { 'a new one': { input: newAttribute } },
  updateAttribute: { 'the workspace’s': anAttribute({ isVisitorClaim: true }) },
  deleteAttribute: { 'the workspace’s': anAttribute() },
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
  getCannedReply: { 'one shared': aReply() },
  updateTenantConversation: { 'the workspace’s': thing(conversationOf, { priority: 'HIGH', isSnoozed: true }) },
  updateAgentConversation: { 'the workspace’s': thing(conversationOf, { priority: 'HIGH', isSnoozed: true }) },
  actOnTenantConversations: { 'the workspace’s': severalWith({ type: 'resolve' }) },
  actOnAgentConversations: { 'the workspace’s': severalWith({ type: 'setPriority', priority: 'LOW' }) },
  updateAvailability: { 'the own': { input: () => ({ availability: 'online' }) } },
  listMacros: { 'the caller’s': nothing },
  createMacro: { 'a new one': { input: () => ({ ...named(), actions: [{ type: 'resolve' }] }) } },
  updateMacro: { 'one shared': aMacro({ isShared: true }) },
  deleteMacro: { 'one shared': aMacro() },
  applyMacro: {
    'one shared': {
      about: 'conversationId',
      input: async (world) => ({ id: await macroOf(world), conversationId: await conversationOf(world) }),
    },
  },
  listSavedViews: { 'the caller’s': nothing },
  countAgentViews: { 'the caller’s': nothing },
  createSavedView: { 'a new one': { input: () => ({ ...named(), filter: { mine: true } }) } },
  updateSavedView: { 'one shared': aView({ filter: {} }) },
  deleteSavedView: { 'one shared': aView() },
}
