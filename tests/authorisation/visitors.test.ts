import { randomUUID } from 'node:crypto'
import { endpoints } from '@parley/contracts/catalog'
import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { deleteTenantVisitor } from '@parley/contracts/desk/visitors'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { createWidgetKey, updateWidgetKey } from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import type { Endpoint } from '@parley/contracts/endpoint'
import { encodeId } from '@parley/contracts/type-id'
import { blanked } from '@parley/testing/answer'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const [key, foreignKey] = [await newWidgetKey(ada), await newWidgetKey(eve)]

/** Somebody who has written, was answered, and whose conversation was resolved. */
async function served(apiKey: string, owner = ada): Promise<{ visitor: TestVisitor; id: string }> {
  const visitor = await visit(platform, apiKey, { user: { email: `${randomUUID()}@home.test` } })
  const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
  await owner.call(sendAgentMessage, { id, content: 'Hi' })
  await owner.call(resolveAgentConversation, { id })
  return { visitor, id }
}

const zoe = await served(key)
const others = [
  ['another visitor', await served(key)],
  ['a visitor of another workspace', await served(foreignKey, eve)],
] as const

const stopped = await ada.call(createWidgetKey, { name: 'Stopped' })
const ofStoppedKey = await served(stopped.plainKey)
await ada.call(updateWidgetKey, { id: stopped.id, status: 'INACTIVE' })
const deleted = await served(key)
await ada.call(deleteTenantVisitor, { id: deleted.visitor.session.visitor.id })
const dead = { 'a widget key': key, 'of an inactive key': ofStoppedKey.visitor.token, deleted: deleted.visitor.token }

/** What each call of visitors is asked with beside the conversation; of one that is about none, all of it. */
const aboutConversation: Record<string, object> = {
  getWidgetDesk: {},
  listWidgetMessages: {},
  mailTranscript: {},
  rateInWidget: { score: 5 },
  readInWidget: {},
  typeInWidget: {},
  sendWidgetMessage: { content: 'One more thing' }, // reopens it, so it is the last
}
const aboutThemselves: Record<string, object> = {
  listWidgetConversations: {},
  updateWidgetVisitor: { name: 'Zoe' },
  visitWidgetPage: { url: 'https://shop.example/' },
}
const requests = { ...aboutThemselves, ...aboutConversation }
const ofVisitors = endpoints.filter(({ callers }) => callers.length === 1 && callers[0] === 'visitor')
const named = (name: string) => ofVisitors.find((endpoint) => endpoint.name === name)!

const ask = async ({ client }: Pick<TestVisitor, 'client'>, endpoint: Endpoint, input: object) =>
  blanked(await client.answer(endpoint, input as never))

it('every call of visitors is asked here', () => {
  expect(ofVisitors.map(({ name }) => name).sort()).toEqual(Object.keys(requests).sort())
})

describe.for(Object.entries(requests))('%s', ([name, input]) => {
  it.for(Object.entries(dead))('is a 401 with a token that is %s', async ([, token]) => {
    expect(await ask({ client: platform.client(token) }, named(name), input)).toMatchObject({ status: 401 })
  })
})

describe.for(Object.entries(aboutConversation))('%s', ([name, input]) => {
  it.for(others)('answers %s as if the conversation did not exist', async ([, { visitor }]) => {
    const missing = await ask(visitor, named(name), { ...input, conversationId: encodeId('cnv', randomUUID()) })
    expect(missing).toMatchObject({ status: 404 })
    expect(await ask(visitor, named(name), { ...input, conversationId: zoe.id })).toEqual(missing)
  })

  it('answers its own visitor', async () => {
    expect(await ask(zoe.visitor, named(name), { ...input, conversationId: zoe.id })).toMatchObject({ status: 200 })
  })
})

describe.for(Object.entries(aboutThemselves))('%s', ([name, input]) => {
  it('answers a visitor', async () => {
    expect(await ask(zoe.visitor, named(name), input)).toMatchObject({ status: 200 })
  })
})

describe('a widget’s session', () => {
  it('is another visitor’s where the token is of another workspace, and none with a key that was stopped', async () => {
    const session = await visit(platform, foreignKey, { visitorToken: zoe.visitor.token })
    expect(session.session.visitor.id).not.toBe(zoe.visitor.session.visitor.id)
    expect(session.session.conversation).toBeNull()
    const refused = await platform.client().answer(startWidgetSession, { apiKey: stopped.plainKey })
    expect(refused.status).toBe(403)
  })
})
