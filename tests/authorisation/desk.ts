import { randomUUID } from 'node:crypto'
import { makeAgent } from '@parley/testing/rows/gateway'
import { insertSite, insertVisitor, insertWidgetKey } from '@parley/testing/rows/support-desk'
import { type Cases, type Input, newAddress, newSubscription, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint              | about           | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| --------------------- | --------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| getTenantWorkspace    | the own         | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateTenantWorkspace | the own         | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getTenantReport       | the own         | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| downloadTenantReport  | the own         | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listWidgetKeys        | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createWidgetKey       | a new one       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createWidgetKey       | of a site       | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateWidgetKey       | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteWidgetKey       | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listSites             | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createSite            | a new one       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getSite               | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateSite            | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteSite            | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listTenantAgents      | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| inviteTenantAgent     | by address      | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deactivateTenantAgent | an owner        | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| deactivateTenantAgent | an agent        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateTenantAgent     | an agent        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| reactivateTenantAgent | an agent        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listTenantVisitors    | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listTenantVisitors    | by all filters  | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getTenantVisitor      | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateTenantVisitor   | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteTenantVisitor   | the workspace’s | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createAgentPushSubscription | a new one | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| getAgentProfile       | the own         | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listFellowAgents      | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| listAgentVisitors     | the workspace’s | 200     | 200       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| getAgentVisitor       | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
| updateAgentVisitor    | the workspace’s | 404     | 404       | 403      | 403          | 403   | 200         | 403    | 200   | 403 |
`

const newSite = () => ({ name: 'Shop', domain: `${randomUUID()}.example` })
const siteOf = ({ platform, workspaceId }: World) => insertSite(platform.database, workspaceId)
const aSite = (more: Input = {}) => thing(siteOf, more)
const aKey = (more: Input = {}) =>
  thing(({ platform, workspaceId }) => insertWidgetKey(platform.database, workspaceId), more)

const aVisitor = (more: Input = {}) =>
  thing(async ({ platform, workspaceId }) => (await insertVisitor(platform.database, workspaceId)).visitorId, more)
const anAgent = (more: Input = {}) =>
  thing(async ({ platform, newVictim, workspaceId }) => {
    const { userId } = await newVictim()
    await makeAgent(platform.database, { workspaceId, userId })
    return userId
  }, more)

export const cases: Cases = {
  getTenantWorkspace: { 'the own': nothing },
  updateTenantWorkspace: { 'the own': { input: () => ({ language: 'en', companyName: 'Ltd.' }) } },
  getTenantReport: { 'the own': nothing },
  downloadTenantReport: { 'the own': nothing },
  listWidgetKeys: { 'the workspace’s': nothing },
  createWidgetKey: {
    'a new one': { input: () => ({ name: 'Widget' }) },
    'of a site': { about: 'siteId', input: async (world) => ({ name: 'Widget', siteId: await siteOf(world) }) },
  },
  updateWidgetKey: { 'the workspace’s': aKey({ status: 'INACTIVE' }) },
  deleteWidgetKey: { 'the workspace’s': aKey() },
  listSites: { 'the workspace’s': nothing },
  createSite: { 'a new one': { input: newSite } },
  getSite: { 'the workspace’s': aSite() },
  updateSite: { 'the workspace’s': aSite({ name: 'Store' }) },
  deleteSite: { 'the workspace’s': aSite() },
  listTenantAgents: { 'the workspace’s': nothing },
  inviteTenantAgent: { 'by address': { input: () => ({ name: 'Bob', email: newAddress() }) } },
  // Ada first has somebody else stop: she is an agent in what comes after it.
  deactivateTenantAgent: { 'an agent': anAgent(), 'an owner': thing(({ ada }) => ada.userId) },
  updateTenantAgent: { 'an agent': anAgent({ capacity: 3 }) },
  reactivateTenantAgent: { 'an agent': anAgent() },
  listTenantVisitors: {
    'the workspace’s': nothing,
    'by all filters': {
      input: async (world) => ({ search: 'a', isOnline: false, siteId: await siteOf(world), tags: ['vip'], page: 2 }),
    },
  },
  getTenantVisitor: { 'the workspace’s': aVisitor() },
  updateTenantVisitor: { 'the workspace’s': aVisitor({ userName: 'Jane' }) },
  deleteTenantVisitor: { 'the workspace’s': aVisitor() },
  createAgentPushSubscription: { 'a new one': { input: newSubscription } },
  getAgentProfile: { 'the own': nothing },
  listFellowAgents: { 'the workspace’s': nothing },
  listAgentVisitors: { 'the workspace’s': nothing },
  getAgentVisitor: { 'the workspace’s': aVisitor() },
  updateAgentVisitor: { 'the workspace’s': aVisitor({ tags: ['vip'] }) },
}
