import { randomUUID } from 'node:crypto'
import type { Person } from '@parley/testing/people'
import { insertApproval, insertOnlyServer } from '@parley/testing/rows/chat-engine'
import { type Case, type Cases, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint           | about                          | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ------------------ | ------------------------------ | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listTools          | those there are                | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listToolPolicies   | those that were set            | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| setToolPolicy      | a tool of the platform         | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| setToolPolicy      | a tool that is not there       | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| setToolPolicy      | a twin of another workspace    | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| listToolChanges    | the audit trail                | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listApprovals      | one's own                      | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getApproval        | one's own                      | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getApproval        | somebody's private one         | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| getApproval        | one in the private channel     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 200   | 404 |
| getApproval        | one in the public channel      | 404     | 404       | 404      | 200          | 404   | 404         | 404    | 200   | 404 |
| decideApproval     | one's own                      | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| decideApproval     | somebody's private one         | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| decideApproval     | one in the private channel     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 200   | 404 |
| decideApproval     | one in the public channel      | 404     | 404       | 404      | 200          | 404   | 404         | 404    | 200   | 404 |
| decideApproval     | one's own that has expired     | 409     | 409       | 409      | 409          | 409   | 409         | 409    | 409   | 409 |
| listMcpServers     | the workspace's                | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| createMcpServer    | a new one                      | 201     | 201       | 403      | 201          | 403   | 403         | 403    | 201   | 403 |
| getMcpServer       | the workspace's                | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateMcpServer    | the workspace's                | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteMcpServer    | the workspace's                | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| listMcpServerTools | the workspace's                | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| testMcpServer      | the workspace's                | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
`

/** An approval that somebody's run waits for. */
const approval =
  (whose: (world: World, caller: Person) => Person, where?: (world: World) => string, minutes = 10) =>
  async (world: World, caller: Person): Promise<string> => {
    const { workspaceId, userId } = whose(world, caller)
    const channelId = where?.(world) ?? null
    return insertApproval(world.platform.database, { workspaceId, userId }, { channelId, minutes })
  }
const own = (_: World, caller: Person) => caller
const adas = ({ ada }: World) => ada
const decide = { decision: 'deny' }
const secret = ({ secret: id }: World) => id
const open = ({ open: id }: World) => id

/** A server of the workspace's: the only one, since there are at most ten. */
const server = ({ platform, ada }: World): Promise<string> => insertOnlyServer(platform.database, ada)
const aServer = (more = {}): Case => thing(server, more)
const policy = (more: object): Case => ({ input: () => ({ tool: 'web_search', permission: 'ask', ...more }) })

export const cases: Cases = {
  listTools: { 'those there are': nothing },
  listToolPolicies: { 'those that were set': nothing },
  setToolPolicy: {
    'a tool of the platform': policy({}),
    'a tool that is not there': policy({ tool: 'nothing__here' }),
    'a twin of another workspace': policy({ twin_id: randomUUID() }),
  },
  listToolChanges: { 'the audit trail': nothing },
  listApprovals: { "one's own": nothing },
  getApproval: {
    'one in the private channel': thing(approval(adas, secret)),
    "one's own": thing(approval(own)),
    "somebody's private one": thing(approval(adas)),
    'one in the public channel': thing(approval(adas, open)),
  },
  decideApproval: {
    'one in the private channel': thing(approval(adas, secret), decide),
    "one's own": thing(approval(own), decide),
    "somebody's private one": thing(approval(adas), decide),
    'one in the public channel': thing(approval(adas, open), decide),
    "one's own that has expired": thing(approval(own, undefined, -1), decide),
  },
  listMcpServers: { "the workspace's": nothing },
  createMcpServer: {
    'a new one': {
      input: async (world) => {
        await server(world)
        return { name: `n-${randomUUID().slice(0, 8)}`, url: 'https://mcp.example/mcp' }
      },
    },
  },
  getMcpServer: { "the workspace's": aServer() },
  updateMcpServer: { "the workspace's": aServer({ enabled: false }) },
  deleteMcpServer: { "the workspace's": aServer() },
  listMcpServerTools: { "the workspace's": aServer() },
  testMcpServer: { "the workspace's": aServer() },
}
