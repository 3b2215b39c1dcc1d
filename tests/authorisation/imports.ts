import { randomUUID } from 'node:crypto'
import { endImports, insertImport } from '@parley/testing/rows/integrations'
import { slackExport } from '@parley/testing/slack-export'
import { type Case, type Cases, type Input, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint             | about           | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| -------------------- | --------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| startImport          | the workspace   | 404     | 404       | 403      | 202          | 403   | 403         | 403    | 202   | 403 |
| listImports          | the workspace   | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listImports          | in pages        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getImport            | one             | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listImportedChannels | of one          | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getImportProof       | of one          | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getImportProof       | its gaps        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| retryImport          | one             | 404     | 404       | 403      | 202          | 403   | 403         | 403    | 202   | 403 |
| cancelImport         | one that runs   | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| downloadArchive      | no such file    | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
`

const inWorkspace = (more: (world: World) => Input | Promise<Input>): Case => ({
  about: 'id',
  input: async (world) => ({ id: world.workspaceId, ...(await more(world)) }),
})
const anImport = (status: 'completed' | 'started', more: Input = {}): Case => ({
  about: 'importId',
  input: async ({ platform, workspaceId, ada }) => ({
    id: workspaceId,
    importId: await insertImport(platform.database, { workspaceId, userId: ada.userId }, status),
    ...more,
  }),
})

export const cases: Cases = {
  // No more than two run at once: one is there only for as long as it takes to be read.
  startImport: {
    'the workspace': inWorkspace(async ({ platform, workspaceId }) => {
      await endImports(platform.database, workspaceId)
      return { archive: [slackExport({})] }
    }),
  },
  listImports: { 'the workspace': inWorkspace(() => ({})), 'in pages': inWorkspace(() => ({ before: randomUUID() })) },
  getImport: { one: anImport('completed') },
  listImportedChannels: { 'of one': anImport('completed') },
  getImportProof: {
    'of one': anImport('completed'),
    'its gaps': anImport('completed', { gaps: true, after: '0:2024-05-01' }),
  },
  retryImport: { one: anImport('completed') },
  cancelImport: { 'one that runs': anImport('started') },
  downloadArchive: { 'no such file': thing(() => randomUUID(), { name: 'a.zip' }) },
}
