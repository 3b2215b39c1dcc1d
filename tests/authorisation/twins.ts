import { randomUUID } from 'node:crypto'
import { listTwins } from '@parley/contracts/twins/twins'
import { type Case, type Cases, type Input, nothing, ownTwin, thing } from './inputs.ts'
import type { World } from './world.ts'

const rows = (prefix: string, ending: (name: string) => string) => `
| ${ending(`list${prefix}s`)} | the workspace | 200 | 200 | 200 | 200 | 403 | 403 | 200 | 200 | 200 |
| ${ending(`create${prefix}`)} | a new one | 201 | 201 | 201 | 201 | 403 | 403 | 201 | 201 | 201 |
| ${ending(`get${prefix}`)} | somebody's | 404 | 404 | 200 | 200 | 403 | 403 | 200 | 200 | 200 |
| ${ending(`update${prefix}`)} | somebody's | 404 | 404 | 403 | 200 | 403 | 403 | 403 | 200 | 403 |
| ${ending(`update${prefix}`)} | a built-in | 404 | 404 | 403 | 200 | 403 | 403 | 403 | 200 | 403 |
| ${ending(`delete${prefix}`)} | somebody's | 404 | 404 | 403 | 200 | 403 | 403 | 403 | 200 | 403 |
| ${ending(`delete${prefix}`)} | a built-in | 404 | 404 | 403 | 409 | 403 | 403 | 403 | 409 | 403 |
| ${ending(`list${prefix}Versions`)} | somebody's | 404 | 404 | 200 | 200 | 403 | 403 | 200 | 200 | 200 |
| ${ending(`restore${prefix}Version`)} | somebody's | 404 | 404 | 403 | 200 | 403 | 403 | 403 | 200 | 403 |`

export const expectations = `
| endpoint | about | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| -------- | ----- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |${rows('Twin', (name) => name)}${rows('Agent', (name) => name)}
| listPersonalities | the workspace | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 | 200 |
| messageAgent | somebody's | 404 | 404 | 200 | 200 | 403 | 403 | 200 | 200 | 200 |
| tryTwin | a trial | 200 | 200 | 200 | 200 | 403 | 403 | 200 | 200 | 200 |
`

/** One of Ada's for all that it may be asked or changed by: a workspace has so many at most. */
const shared = new WeakMap<object, Promise<string>>()
function sharedTwin(world: World): Promise<string> {
  if (!shared.has(world)) shared.set(world, world.newTwin(world.workspaceId))
  return shared.get(world)!
}
const somebodys = (more: Input = {}): Case => ({
  about: 'id',
  input: async (world) => ({ id: await sharedTwin(world), ...more }),
})
const builtIn = (more: Input = {}): Case => ({
  about: 'id',
  input: async ({ ada }: World) => ({ id: (await ada.call(listTwins, { limit: 1 })).data[0]!.id, ...more }),
})
const aNewOne: Case = { input: () => ({ name: `Twin ${randomUUID()}` }) }

const casesOf = (prefix: string): Cases => ({
  [`list${prefix}s`]: { 'the workspace': nothing },
  [`create${prefix}`]: { 'a new one': aNewOne },
  [`get${prefix}`]: { "somebody's": somebodys() },
  [`update${prefix}`]: {
    "somebody's": somebodys({ name: 'Renamed' }),
    'a built-in': builtIn({ personality: 'Calm.' }),
  },
  [`delete${prefix}`]: { "somebody's": thing(ownTwin), 'a built-in': builtIn() },
  [`list${prefix}Versions`]: { "somebody's": somebodys() },
  [`restore${prefix}Version`]: { "somebody's": somebodys({ version: 1 }) },
})

export const cases: Cases = {
  ...casesOf('Twin'),
  ...casesOf('Agent'),
  listPersonalities: { 'the workspace': nothing },
  messageAgent: { "somebody's": somebodys({ message: 'hello' }) },
  tryTwin: { 'a trial': { input: () => ({ message: 'hello' }) } },
}
