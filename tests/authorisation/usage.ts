import { type Cases, nothing } from './inputs.ts'

export const expectations = `
| endpoint    | about           | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ----------- | --------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listUsage   | what one sees   | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listBudgets | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| putBudget   | the workspace’s | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| putBudget   | a twin’s        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
`

export const cases: Cases = {
  listUsage: { 'what one sees': nothing },
  listBudgets: { 'the workspace’s': nothing },
  putBudget: {
    'the workspace’s': { input: () => ({ hard_usd: 1_000_000 }) },
    'a twin’s': {
      about: 'twin_id',
      input: async (world) => ({ twin_id: await world.newTwin(world.workspaceId), hard_usd: 1_000_000 }),
    },
  },
}
