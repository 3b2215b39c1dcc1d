import { randomUUID } from 'node:crypto'
import { sendChat } from '@parley/contracts/chat/chat'
import type { Person } from '@parley/testing/people'
import { type Case, type Cases, type Input, nothing, thing } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint          | about                        | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ----------------- | ---------------------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| sendChat          | nobody else                  | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| sendChat          | a private channel            | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| sendChat          | a public channel             | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| sendChat          | a hidden message's thread    | 404     | 404       | 400      | 400          | 404   | 400         | 400    | 400   | 400 |
| sendChat          | Ada's conversation           | 200     | 200       | 404!     | 404!         | 404!  | 404!        | 404!   | 404!  | 404! |
| sendChat          | a picture, private channel   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| streamChat        | nobody else                  | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| streamChat        | a private channel            | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| streamChat        | the workspace                | 404     | 404       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| resumeChatStream  | an answer in private channel | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| resumeChatStream  | an answer to Ada alone       | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| resumeChatStream  | an answer to oneself         | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| stopChatStream    | an answer in private channel | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 200   | 404 |
| stopChatStream    | an answer in public channel  | 404     | 404       | 404      | 200          | 404   | 404         | 404    | 200   | 404 |
| stopChatStream    | an answer to Ada alone       | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| stopChatStream    | an answer to oneself         | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getRun            | an answer in private channel | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| getRun            | an answer in public channel  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| getRun            | an answer to Ada alone       | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| listRuns          | one's own                    | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listRuns          | a private channel            | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| retryRun          | an answer in private channel | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| retryRun          | an answer to oneself         | 202     | 202       | 202      | 202          | 202   | 202         | 202    | 202   | 202 |
| rateRun           | an answer in private channel | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| rateRun           | an answer to Ada alone       | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| listChatSessions  | one's own                    | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listChatMessages  | one's own                    | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listChatMessages  | Ada's                        | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| updateChatSession | one's own                    | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| updateChatSession | Ada's                        | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| deleteChatSession | one's own                    | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| deleteChatSession | Ada's                        | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| downloadChatFile  | by Ada's URL                 | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| downloadChatFile  | by a URL that was changed    | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| listModels        | all                          | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
`

const question = { message: 'Which one?' }
const ask = (who: Person, where: Input = { sessionId: randomUUID() }) => who.call(sendChat, { ...question, ...where })

/** An answer that somebody was given, in a channel or to themselves alone. */
const answered = (
  run: (world: World, caller: Person) => ReturnType<typeof ask>,
  field = 'id',
  more: Input = {},
): Case => ({
  about: field,
  input: async (world, caller) => ({ [field]: (await run(world, caller)).metadata.runId, ...more }),
})
const inPrivate = ({ ada, secret }: World) => ask(ada, { channelId: secret })
const inPublic = ({ ada, open }: World) => ask(ada, { channelId: open })
const toAda = ({ ada }: World) => ask(ada)
const toOneself = (_: World, caller: Person) => ask(caller)

const conversation = (whose: (world: World, caller: Person) => Person, more: Input = {}) =>
  thing(async (world, caller) => (await ask(whose(world, caller))).sessionId, more)
const adas = (more?: Input) => conversation(({ ada }) => ada, more)
const ones = (more?: Input) => conversation((_, caller) => caller, more)

/** The URL of a picture that was made for Ada alone: it opens by itself, and says that it is hers. */
async function picture({ ada }: World): Promise<Input> {
  const { attachments } = await ada.call(sendChat, { ...question, messageType: 'image', sessionId: randomUUID() })
  const { pathname, searchParams } = new URL(attachments[0]!.url)
  const [id, name] = pathname.split('/').slice(-2)
  return { id, name, ...Object.fromEntries(searchParams) }
}

const asking = {
  'nobody else': { input: () => ({ ...question, sessionId: randomUUID() }) },
  'a private channel': {
    about: 'channelId',
    input: async (world: World) => ({ ...question, channelId: await world.newSecret() }),
  },
} satisfies Record<string, Case>

export const cases: Cases = {
  sendChat: {
    ...asking,
    'a public channel': {
      about: 'channelId',
      input: async (world) => ({ ...question, channelId: await world.newOpen() }),
    },
    "a hidden message's thread": {
      about: 'threadId',
      input: ({ open, secretMessage }) => ({ ...question, channelId: open, threadId: secretMessage }),
    },
    'a picture, private channel': {
      about: 'channelId',
      input: async (world) => ({ ...question, messageType: 'image', channelId: await world.newSecret() }),
    },
    "Ada's conversation": {
      about: 'sessionId',
      input: async ({ ada }) => ({ ...question, sessionId: (await ask(ada)).sessionId }),
    },
  },
  streamChat: {
    ...asking,
    'the workspace': { about: 'workspaceId', input: ({ workspaceId }) => ({ ...question, workspaceId }) },
  },
  resumeChatStream: {
    'an answer in private channel': answered(inPrivate, 'streamId'),
    'an answer to Ada alone': answered(toAda, 'streamId'),
    'an answer to oneself': answered(toOneself, 'streamId'),
  },
  stopChatStream: {
    'an answer in private channel': answered(inPrivate, 'streamId'),
    'an answer in public channel': answered(inPublic, 'streamId'),
    'an answer to Ada alone': answered(toAda, 'streamId'),
    'an answer to oneself': answered(toOneself, 'streamId'),
  },
  getRun: {
    'an answer in private channel': answered(inPrivate),
    'an answer in public channel': answered(inPublic),
    'an answer to Ada alone': answered(toAda),
  },
  listRuns: {
    "one's own": nothing,
    'a private channel': { about: 'channel_id', input: ({ secret }) => ({ channel_id: secret }) },
  },
  retryRun: {
    'an answer in private channel': answered(inPrivate),
    'an answer to oneself': answered(toOneself),
  },
  rateRun: {
    'an answer in private channel': answered(inPrivate, 'id', { rating: 1 }),
    'an answer to Ada alone': answered(toAda, 'id', { rating: 1 }),
  },
  listChatSessions: { "one's own": nothing },
  listChatMessages: { "Ada's": adas(), "one's own": ones() },
  updateChatSession: { "Ada's": adas({ title: 'Named' }), "one's own": ones({ title: 'Named' }) },
  deleteChatSession: { "Ada's": adas(), "one's own": ones() },
  downloadChatFile: {
    "by Ada's URL": { input: picture },
    'by a URL that was changed': {
      input: async (world, caller) => ({
        ...(await picture(world)),
        user: caller.userId,
        workspace: caller.workspaceId,
      }),
    },
  },
  listModels: { all: nothing },
}
