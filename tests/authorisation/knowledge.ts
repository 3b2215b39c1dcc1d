import { uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import type { Person } from '@parley/testing/people'
import { type Case, type Cases, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint                    | about                             | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| --------------------------- | --------------------------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| uploadKnowledge             | the own workspace                 | 201     | 201       | 201      | 201          | 403   | 403         | 201    | 201   | 201 |
| uploadKnowledge             | for Ada's twin                    | 404     | 404       | 403      | 201          | 403   | 403         | 403    | 201   | 403 |
| listKnowledge               | the own workspace                 | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| getKnowledge                | a document                        | 404     | 404       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| listKnowledgePassages       | a document                        | 404     | 404       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| updateKnowledge             | a document                        | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteKnowledge             | Ada's                             | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteKnowledge             | one's own                         | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| searchKnowledge             | the own workspace                 | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| searchKnowledge             | what a twin knows                 | 404     | 404       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| downloadKnowledge           | by Ada's URL                      | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| downloadKnowledge           | by a URL that was never given out | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| getKnowledgeGraphStatistics | the own workspace                 | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| listKnowledgeGraphEntities  | the own workspace                 | 200     | 200       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
`

let uploads = 0
const newDocument = async (who: Person) => {
  uploads += 1
  const given = { title: `Document ${uploads}`, content: 'Maria Lopez works for Siemens in Berlin. 柏林' }
  return (await who.call(uploadKnowledge, given)).data
}

const forTwin = (input: Record<string, unknown>): Case => ({
  about: 'twin_id',
  input: async (world) => ({ twin_id: await world.newTwin(world.workspaceId), ...input }),
})

/** The caller's; of guests, who can have none, Ada's. */
const ownDocument = thing(async ({ ada, people }: World, caller) => {
  const isGuest = [people.guest, people.guestInside].includes(caller)
  return (await newDocument(isGuest ? ada : caller)).id
})

const download: Case = {
  async input({ ada }) {
    const { pathname, searchParams } = new URL((await newDocument(ada)).file.url)
    const [id, name] = pathname.split('/').slice(-2)
    return { id, name: decodeURIComponent(name!), ...Object.fromEntries(searchParams) }
  },
}

export const cases: Cases = {
  uploadKnowledge: {
    'the own workspace': { input: () => ({ title: 'Notes', content: 'The door code is 12.' }) },
    "for Ada's twin": forTwin({ title: 'Notes', content: 'The door code is 12.' }),
  },
  listKnowledge: { 'the own workspace': nothing },
  getKnowledge: { 'a document': thing(async ({ ada }) => (await newDocument(ada)).id) },
  listKnowledgePassages: { 'a document': thing(async ({ ada }) => (await newDocument(ada)).id) },
  updateKnowledge: {
    'a document': {
      about: 'id',
      input: async ({ ada }) => ({ id: (await newDocument(ada)).id, is_public: true }),
    },
  },
  deleteKnowledge: {
    "Ada's": thing(async ({ ada }) => (await newDocument(ada)).id),
    "one's own": ownDocument,
  },
  searchKnowledge: {
    'the own workspace': { input: () => ({ query: 'Who works for Siemens?' }) },
    'what a twin knows': forTwin({ query: 'door code' }),
  },
  downloadKnowledge: {
    "by Ada's URL": download,
    'by a URL that was never given out': {
      input: async (world, caller) => ({ ...(await download.input(world, caller)), signature: 'x'.repeat(43) }),
    },
  },
  getKnowledgeGraphStatistics: { 'the own workspace': nothing },
  listKnowledgeGraphEntities: { 'the own workspace': nothing },
}
