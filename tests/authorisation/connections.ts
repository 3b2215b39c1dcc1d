import { randomUUID } from 'node:crypto'
import { forgetConnections, insertHistoryImport } from '@parley/testing/rows/integrations'
import { type Case, type Cases, nothing } from './inputs.ts'

export const expectations = `
| endpoint               | about             | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ---------------------- | ----------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listConnections        | the workspace’s   | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| testConnection         | given credentials | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| testConnection         | of no connection  | 404     | 404       | 403      | 404!         | 403   | 403         | 403    | 404!  | 403 |
| startPlatformOAuth     | without an app    | 409     | 409       | 403      | 409!         | 403   | 403         | 403    | 409!  | 403 |
| returnFromPlatform     | no state          | 400     | 400       | 400      | 400          | 400   | 400         | 400    | 400   | 400 |
| finishPlatformOAuth    | without an app    | 409     | 409       | 403      | 409!         | 403   | 403         | 403    | 409!  | 403 |
| connectPlatform        | a platform        | 201     | 201       | 403      | 201          | 403   | 403         | 403    | 201   | 403 |
| disconnectPlatform     | what is not there | 404     | 404       | 403      | 404!         | 403   | 403         | 403    | 404!  | 403 |
| updateConnectionConfig | what is not there | 404     | 404       | 403      | 404!         | 403   | 403         | 403    | 404!  | 403 |
| replaceCredentials     | what is not there | 404     | 404       | 403      | 404!         | 403   | 403         | 403    | 404!  | 403 |
| listRemoteChannels     | what is not there | 404     | 404       | 403      | 404!         | 403   | 403         | 403    | 404!  | 403 |
| updateRemoteChannel    | what is not there | 404     | 404       | 403      | 404!         | 403   | 403         | 403    | 404!  | 403 |
| importHistory          | what is not there | 409     | 409       | 403      | 409!         | 403   | 403         | 403    | 409!  | 403 |
| getHistoryImport       | one               | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| cancelHistoryImport    | one that runs     | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listHistoryImports     | the workspace’s   | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| startAccountLink       | of no connection  | 404     | 404       | 404!     | 404!         | 403   | 403         | 404!   | 404!  | 404! |
| confirmAccountLink     | of no connection  | 404     | 404       | 404!     | 404!         | 403   | 403         | 404!   | 404!  | 404! |
| listLinkedAccounts     | their own         | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| unlinkAccount          | what is not there | 404     | 404       | 404!     | 404!         | 403   | 403         | 404!   | 404!  | 404! |
| receiveAppEvents       | without an app    | 404!    | 404!      | 404!     | 404!         | 404!  | 404!        | 404!   | 404!  | 404! |
| receivePlatformEvents  | no connection     | 404!    | 404!      | 404!     | 404!         | 404!  | 404!        | 404!   | 404!  | 404! |
`

const credentials = { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }
const webhook = (more: object = {}): Case => ({ input: () => ({ platform: 'webhook', ...more }) })

const aHistory = (status: 'completed' | 'started'): Case => ({
  about: 'jobId',
  input: async ({ platform, workspaceId, ada }) => ({
    platform: 'slack',
    jobId: await insertHistoryImport(platform.database, { workspaceId, userId: ada.userId }, status),
  }),
})

// What is connected already, and of whom, is in the service's own tests.
export const cases: Cases = {
  listConnections: { 'the workspace’s': nothing },
  testConnection: { 'given credentials': webhook({ credentials }), 'of no connection': webhook() },
  startPlatformOAuth: { 'without an app': webhook() },
  returnFromPlatform: { 'no state': { input: () => ({ platform: 'slack' }) } },
  finishPlatformOAuth: { 'without an app': webhook({ state: 'f'.repeat(32), code: 'given' }) },
  connectPlatform: {
    'a platform': {
      async input({ platform }) {
        await forgetConnections(platform.database)
        return { platform: 'teams' }
      },
    },
  },
  disconnectPlatform: { 'what is not there': webhook() },
  updateConnectionConfig: { 'what is not there': webhook({ autoReply: false }) },
  replaceCredentials: { 'what is not there': webhook({ credentials }) },
  listRemoteChannels: { 'what is not there': webhook() },
  updateRemoteChannel: { 'what is not there': webhook({ id: randomUUID(), direction: 'in' }) },
  importHistory: { 'what is not there': { input: () => ({ platform: 'slack' }) } },
  getHistoryImport: { one: aHistory('completed') },
  cancelHistoryImport: { 'one that runs': aHistory('started') },
  listHistoryImports: { 'the workspace’s': { input: () => ({ platform: 'slack' }) } },
  startAccountLink: { 'of no connection': webhook({ foreignId: 'u-1' }) },
  confirmAccountLink: { 'of no connection': webhook({ code: '12345678' }) },
  listLinkedAccounts: { 'their own': nothing },
  unlinkAccount: { 'what is not there': webhook() },
  receiveAppEvents: { 'without an app': webhook() },
  receivePlatformEvents: { 'no connection': webhook({ integrationId: randomUUID() }) },
}
