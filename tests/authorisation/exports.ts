import { randomUUID } from 'node:crypto'
import { deleteExports, insertExport } from '@parley/testing/rows/integrations'
import type { Case, Cases, Input } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint        | about         | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| --------------- | ------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| startExport     | the workspace | 404     | 404       | 403      | 202          | 403   | 403         | 403    | 202   | 403 |
| exportWorkspace | the workspace | 404     | 404       | 403      | 202          | 403   | 403         | 403    | 202   | 403 |
| listExports     | the workspace | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listExports     | in pages      | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getExport       | one           | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteExport    | one that runs | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
`

const inWorkspace = (more: (world: World) => Input | Promise<Input>): Case => ({
  about: 'id',
  input: async (world) => ({ id: world.workspaceId, ...(await more(world)) }),
})
/** No more than one runs at once. */
const withoutAny = inWorkspace(async ({ platform, workspaceId }) => {
  await deleteExports(platform.database, workspaceId)
  return {}
})
const anExport = (status: 'completed' | 'started'): Case => ({
  about: 'exportId',
  input: async ({ platform, workspaceId, ada }) => {
    await deleteExports(platform.database, workspaceId)
    return {
      id: workspaceId,
      exportId: await insertExport(platform.database, { workspaceId, userId: ada.userId }, status),
    }
  },
})

export const cases: Cases = {
  startExport: { 'the workspace': withoutAny },
  exportWorkspace: { 'the workspace': withoutAny },
  listExports: { 'the workspace': inWorkspace(() => ({})), 'in pages': inWorkspace(() => ({ before: randomUUID() })) },
  getExport: { one: anExport('completed') },
  deleteExport: { 'one that runs': anExport('started') },
}
