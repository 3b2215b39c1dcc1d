import { endpoints } from '@parley/contracts/catalog'
import { returnFromPlatform } from '@parley/contracts/connections/oauth'
import { receiveMail, showUnsubscribing, unsubscribe } from '@parley/contracts/desk/mail'
import { downloadDeskFile } from '@parley/contracts/desk/messages'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import type { Endpoint } from '@parley/contracts/endpoint'
import { login } from '@parley/contracts/identity/auth'
import { getForeignAvatar } from '@parley/contracts/identity/avatars'
import { openBrowserSession, openBrowserSessionByLink } from '@parley/contracts/identity/sessions'
import { downloadArchive, startImport } from '@parley/contracts/imports/imports'
import { serviceNames } from '@parley/contracts/services'
import { postToIncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { createWebhook } from '@parley/contracts/webhooks/webhooks'
import { startMediaApi } from '@parley/testing/media-api'
import type { Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { cases } from '../authorisation/cases.ts'
import { createWorld, visitorsToken, type World } from '../authorisation/world.ts'
import { tryOften } from './budget.ts'
import { plainRequest, requestsTo, singleFaults, type WireRequest } from './requests.ts'
import { faultOf } from './verdict.ts'
import { send, type WireAnswer } from './wire.ts'

const media = await startMediaApi()
const platform = await bootPlatform({ serviceEnv: { 'chat-engine': media.settings } })
const world = await createWorld(platform)
const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
process.on('unhandledRejection', note)
process.on('uncaughtException', note)
afterAll(() => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
})

const published = endpoints.filter(({ visibility }) => visibility === 'public')

/** The world, for calls that change something with channels and messages of its own, since some delete what others need. */
async function worldFor({ method }: Endpoint): Promise<World> {
  if (method === 'get') return world
  const [secret, open] = await Promise.all([world.newSecret(), world.newOpen()])
  const [secretMessage, openMessage] = await Promise.all([world.newMessage(secret), world.newMessage(open)])
  return { ...world, secret, open, secretMessage, openMessage }
}
const { userId: someone } = await world.newVictim()
const idsIn = ({ workspaceId, eve, open, secret, openMessage, secretMessage }: World) => [
  workspaceId,
  eve.workspaceId,
  open,
  secret,
  openMessage,
  secretMessage,
  someone,
  eve.userId,
  '019a0000-0000-7000-8000-000000000000',
]

describe('whatever is asked of', () => {
  it.for(published)('$method $path, the answer is a proper one', { timeout: 120_000 }, async (endpoint) => {
    const fresh = await worldFor(endpoint)
    const around = {
      ids: idsIn(fresh),
      input: await inputFor(endpoint, fresh),
      credentials: await credentialsFor(endpoint),
    }
    const { status } = await judge(plainRequest(endpoint, around))
    expect([...successes(endpoint), ...nearSuccesses(endpoint)]).toContain(status)
    await judgeAll(singleFaults(endpoint, published.indexOf(endpoint), around))
    await tryOften(
      fc.asyncProperty(requestsTo(endpoint, around), async (request) => {
        await judge(request)
      }),
      5,
    )
  })

  it('no promise is rejected without a handler, and every service is ready for the next request', async () => {
    expect(unhandled).toEqual([])
    for (const service of serviceNames)
      expect((await fetch(`${platform.urlOf(service)}/readyz`)).status, service).toBe(200)
  })

  it('no database connection is left in a transaction', async () => {
    await vi.waitFor(
      async () =>
        expect(
          (
            await platform.database.query(
              `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
            )
          ).length,
        ).toBe(0),
      5_000,
    )
  })
})

const atOnce = 4

/** Judges requests side by side, since most of one's time is waiting. */
async function judgeAll(requests: Iterator<WireRequest>): Promise<void> {
  const judgeInTurn = async () => {
    for (let next = requests.next(); !next.done; next = requests.next()) await judge(next.value)
  }
  await Promise.all(Array.from({ length: atOnce }, judgeInTurn))
}

/** @throws Error with the request when its answer is not a proper one */
async function judge(request: WireRequest): Promise<WireAnswer> {
  const answer = await send(platform.url, request).catch((error: Error) => error)
  const fault = answer instanceof Error ? answer.message : faultOf(request, answer)
  if (fault) throw new Error(`${fault}\n${show(request)}\n→ ${showAnswer(answer)}`)
  return answer as WireAnswer
}

/** What opens by a signed link, and nothing else. */
const byLink = new Set<string>(
  [getForeignAvatar, downloadArchive, downloadDeskFile, showUnsubscribing, unsubscribe].map(({ name }) => name),
)

/** The request was understood: a mailed token is unknown, the last admin cannot leave, or a signature is not ours. */
const nearSuccesses = ({ name, path, callers }: Endpoint) => {
  if (byLink.has(name)) return [404]
  if (name === receiveMail.name || name === openBrowserSessionByLink.name) return [401]
  // No platform has sent anybody back.
  if (name === returnFromPlatform.name) return [400]
  // No platform is connected.
  if (/^\/api\/v2\/(?:platform-connections|linked-accounts)\//.test(path)) return [404, 409]
  // A file of a few words is no archive.
  if (name === startImport.name) return [400]
  if (name === postToIncomingWebhook.name) return [404]
  // Nobody answers its challenge.
  if (name === createWebhook.name) return [400]
  return callers.length === 0 ? [400, 409] : [409]
}
const successes = ({ responses }: Endpoint) => Object.keys(responses).map(Number)

async function inputFor({ name }: Endpoint, world: World): Promise<Record<string, unknown>> {
  const [easiest] = Object.values(cases[name] ?? {})
  return easiest ? easiest.input(world, world.bob) : {}
}

/** What a browser of Ada's sends with a call to its own origin. */
async function browserHeaders(): Promise<Record<string, string>> {
  const { email, password } = world.ada
  const sameOrigin = { 'sec-fetch-site': 'same-origin' }
  const { method, path } = openBrowserSession
  const answer = await platform.client().request(method, path, { body: { email, password }, headers: sameOrigin })
  return { ...sameOrigin, cookie: answer.headers.get('set-cookie')!.split(';', 1)[0]! }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A visitor who has written. */
async function newVisitor(): Promise<string> {
  const token = await visitorsToken(world)
  await platform.client(token).call(sendWidgetMessage, { content: 'Hello?' })
  return token
}

/** A person with permission, or a visitor; a guest; an API key; no credential. */
async function credentialsFor(endpoint: Endpoint): Promise<Record<string, string>[]> {
  if (endpoint.sameOrigin)
    return [await browserHeaders(), { 'sec-fetch-site': 'same-origin', cookie: 'parley_session=x' }, {}]
  const newSession = async ({ email, password }: Person) =>
    bearer((await platform.client().call(login, { email, password })).token)
  const guest = world.people.guestInside
  // Bob, for calls that make and end sessions, and for what is one's own, which `inputFor` makes for him. Only these calls
  // get new sessions: a person's oldest ones, which the world uses, end when there are too many.
  const isBobs = /^\/api\/(auth|v2\/(invitations|push-subscriptions))(\/|$)/.test(endpoint.path)
  const sessions = isBobs
    ? await Promise.all([newSession(world.bob), newSession(guest)])
    : [bearer(world.ada.token), bearer(guest.token)]
  // Not Ada's, who makes as many keys as she may have.
  const { key } = await world.keyOf(world.people.admin, [endpoint.scope])
  return [
    ...(endpoint.callers.includes('visitor') ? [bearer(await newVisitor())] : []),
    ...sessions,
    bearer(key),
    { 'x-api-key': key },
    {},
    { authorization: 'Bearer' },
    { authorization: 'Basic YTpi' },
    bearer('x'.repeat(2_000)),
  ]
}

const show = ({ method, target, headers, body }: WireRequest) =>
  [
    `${method} ${target.slice(0, 600)}`,
    JSON.stringify(headers),
    JSON.stringify(body?.toString('utf8').slice(0, 600)),
  ].join('\n')

const showAnswer = (answer: WireAnswer | Error) =>
  answer instanceof Error ? 'no answer' : `${answer.status} ${answer.text.slice(0, 600)}`
