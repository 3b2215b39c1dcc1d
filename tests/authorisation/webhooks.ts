import { randomUUID } from 'node:crypto'
import { insertDelivery, insertIncomingWebhook, insertWebhook } from '@parley/testing/rows/integrations'
import { type Case, type Cases, type Input, nothing } from './inputs.ts'

export const expectations = `
| endpoint              | about                | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| --------------------- | -------------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listWebhooks          | the workspace’s      | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createWebhook         | a private address    | 400     | 400       | 403      | 400          | 403   | 403         | 403    | 400   | 403 |
| getWebhook            | one                  | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateWebhook         | its description      | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteWebhook         | one                  | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| rotateWebhookSecret   | one                  | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| testWebhook           | one                  | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listWebhookDeliveries | of one               | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listWebhookDeliveries | in pages             | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| replayWebhookDelivery | one that has failed  | 404     | 404       | 403      | 202          | 403   | 403         | 403    | 202   | 403 |
| cancelWebhookDelivery | one that waits       | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| replayWebhook         | what has failed      | 404     | 404       | 403      | 202          | 403   | 403         | 403    | 202   | 403 |
| replayWebhook         | of an inactive one   | 404     | 404       | 403      | 409          | 403   | 403         | 403    | 409   | 403 |
| listIncomingWebhooks       | the workspace’s           | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createIncomingWebhook      | of a public channel       | 400     | 400       | 403      | 201          | 403   | 403         | 403    | 201   | 403 |
| createIncomingWebhook      | of a private channel      | 400     | 400       | 403      | 400          | 403   | 403         | 403    | 201   | 403 |
| updateIncomingWebhook      | of a private channel      | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 200   | 403 |
| regenerateIncomingWebhook  | of a private channel      | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 200   | 403 |
| deleteIncomingWebhook      | of a private channel      | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 200   | 403 |
| postToIncomingWebhook      | an unknown one            | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
`

const aWebhook = (more: Input = {}, options = {}): Case => ({
  about: 'id',
  input: async ({ platform, workspaceId, ada }) => ({
    id: await insertWebhook(platform.database, { workspaceId, userId: ada.userId }, options),
    ...more,
  }),
})
const aDelivery = (status: 'failed' | 'waiting'): Case => ({
  about: 'id',
  input: async ({ platform: { database }, workspaceId, ada }) => {
    const id = await insertWebhook(database, { workspaceId, userId: ada.userId })
    return { id, deliveryId: await insertDelivery(database, workspaceId, id, status) }
  },
})
const incoming = (more: Input = {}): Case => ({
  about: 'id',
  input: async ({ platform: { database }, workspaceId, ada, secret }) => ({
    id: await insertIncomingWebhook(database, { workspaceId, userId: ada.userId }, secret),
    ...more,
  }),
})
const ofChannel = (which: 'open' | 'secret'): Case => ({
  input: (world) => ({ channelId: world[which], name: 'CI' }),
})
const since = '2026-01-01T00:00:00.000Z'

export const cases: Cases = {
  listWebhooks: { 'the workspace’s': nothing },
  createWebhook: {
    'a private address': { input: () => ({ url: 'http://10.0.0.1/', events: ['message.created'] }) },
  },
  getWebhook: { one: aWebhook() },
  updateWebhook: { 'its description': aWebhook({ description: 'to the archive' }) },
  deleteWebhook: { one: aWebhook() },
  rotateWebhookSecret: { one: aWebhook({ overlapHours: 1 }) },
  testWebhook: { one: aWebhook() },
  listWebhookDeliveries: { 'of one': aWebhook(), 'in pages': aWebhook({ before: randomUUID(), status: 'failed' }) },
  replayWebhookDelivery: { 'one that has failed': aDelivery('failed') },
  cancelWebhookDelivery: { 'one that waits': aDelivery('waiting') },
  replayWebhook: {
    'what has failed': aWebhook({ since }),
    'of an inactive one': aWebhook({ since }, { isActive: false }),
  },
  listIncomingWebhooks: { 'the workspace’s': nothing },
  createIncomingWebhook: { 'of a public channel': ofChannel('open'), 'of a private channel': ofChannel('secret') },
  updateIncomingWebhook: { 'of a private channel': incoming({ name: 'Build' }) },
  regenerateIncomingWebhook: { 'of a private channel': incoming() },
  deleteIncomingWebhook: { 'of a private channel': incoming() },
  postToIncomingWebhook: { 'an unknown one': { input: () => ({ token: randomUUID() }), about: 'token' } },
}
