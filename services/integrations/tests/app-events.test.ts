import { randomBytes, randomUUID } from 'node:crypto'
import { listChannels } from '@parley/contracts/channels/channels'
import {
  connectPlatform,
  disconnectPlatform,
  listConnections,
  receiveAppEvents,
  updateConnectionConfig,
} from '@parley/contracts/connections/connections'
import { finishPlatformOAuth, startPlatformOAuth } from '@parley/contracts/connections/oauth'
import { title } from '@parley/contracts/endpoint'
import { listMessages } from '@parley/contracts/messages/messages'
import { tally } from '@parley/testing/answer'
import { newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { signedHeaders, startSlack } from '@parley/testing/platforms/slack'
import { describe, expect, it, vi } from 'vitest'

const slack = await startSlack({ retryAfterMs: [0, 50, 50] })
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  serviceEnv: {
    integrations: {
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_CLIENT_ID: slack.clientId },
      ...{ SLACK_CLIENT_SECRET: slack.clientSecret, SLACK_SIGNING_SECRET: slack.signingSecret },
    },
  },
})
const { database } = platform
const patient = { timeout: 30_000, interval: 50 }
const appUrl = `${platform.url}/api/v2/platform-connections/slack/events`
const team = 'T0000000001'
const app = 'A0000000001'

/** Somebody of a workspace of their own, who has installed the app. */
async function installer(name: string): Promise<Person> {
  const person = await newcomer(platform, name)
  const { url } = await person.call(startPlatformOAuth, { platform: 'slack' })
  const { searchParams } = new URL(slack.authorize(url))
  const [state, code] = [searchParams.get('state')!, searchParams.get('code')!]
  expect(await person.call(finishPlatformOAuth, { platform: 'slack', state, code })).toMatchObject({
    status: 'connected',
  })
  return person
}

/** Posts an event as Slack does; its id. */
async function deliver(
  url: string,
  { team_id = team, api_app_id = app, secret = slack.signingSecret, at = Date.now() } = {},
): Promise<{ id: string; status: number }> {
  const id = `Ev${randomUUID()}`
  const event = { type: 'channel_rename', channel: { id: 'C0', name: 'renamed' } }
  const body = JSON.stringify({ type: 'event_callback', event_id: id, team_id, api_app_id, event })
  const { status } = await fetch(url, { method: 'POST', headers: signedHeaders(body, secret, at), body })
  return { id, status }
}

/** The workspaces that have received an event. */
const receivedBy = async (eventId: string): Promise<string[]> =>
  (
    await database.query<{ workspace_id: string }>(
      'select workspace_id from integrations.seen_events where event_id = $1',
      [eventId],
    )
  ).map(({ workspace_id }) => workspace_id)

describe(title(receiveAppEvents), () => {
  it('is where a connection by the app has its events, and one of its own app has an address of its own', async () => {
    const urlOf = async (person: Person) => (await person.call(listConnections)).connected[0]!.eventsUrl
    const ina = await installer('ina')
    expect(new URL(await urlOf(ina)).pathname).toBe(new URL(appUrl).pathname)
    const otto = await newcomer(platform, 'otto')
    const { botToken, signingSecret } = slack
    const { id, eventsUrl } = await otto.call(connectPlatform, {
      ...{ platform: 'slack', config: { credentials: { botToken, signingSecret } } },
    })
    expect(await urlOf(otto)).toBe(eventsUrl)
    expect(eventsUrl).toContain(`/slack/events/${id}`)
    for (const person of [ina, otto]) await person.call(disconnectPlatform, { platform: 'slack' })
  })

  it('gives every workspace what happens in the account that it has connected by the app, once', async () => {
    const remote = slack.channel('common')
    const zoe = slack.person('zoe')
    const [ada, bob] = [await installer('ada'), await installer('bob')]
    const config = { ingestMessages: true, selectedChannels: ['common'] }
    for (const person of [ada, bob]) await person.call(updateConnectionConfig, { platform: 'slack', ...config })
    const channelOf = (person: Person) =>
      vi.waitUntil(async () => {
        const { channels } = await person.call(listChannels, { workspace_id: person.workspaceId })
        return channels.find(({ name }) => name === 'common')
      }, patient)
    const here = new Map([
      [ada, await channelOf(ada)],
      [bob, await channelOf(bob)],
    ])
    await slack.subscribe(appUrl)
    slack.faults.events.byChance(7, [[0.5, { kind: 'repeat' }]])
    for (let i = 0; i < 5; i++) slack.post(remote, zoe, `said ${i}`)
    for (const [person, { id: channel_id }] of here)
      await vi.waitUntil(async () => {
        const { data } = await person.call(listMessages, { channel_id, after_seq: 0, limit: 100 })
        const texts = data.flatMap((message) => ('content' in message ? message.content : []))
        // They may be received in another order than they were written in.
        return texts.sort().join() === Array.from({ length: 5 }, (_, i) => `said ${i}`).join()
      }, patient)
    slack.faults.events.clear()

    const { id: ownId } = (await ada.call(listConnections)).connected[0]!
    const own = await deliver(`${appUrl}/${ownId}`)
    expect([own.status, await receivedBy(own.id)]).toEqual([200, [ada.workspaceId]])
    await bob.call(disconnectPlatform, { platform: 'slack' })
    const { id } = await deliver(appUrl)
    expect(await receivedBy(id)).toEqual([ada.workspaceId])
    await ada.call(disconnectPlatform, { platform: 'slack' })
  })

  it('reaches nobody who has connected another account, or this one by another app', async () => {
    const [ada, eve] = [await installer('ada-alone'), await installer('eve')]
    await database.query(`update integrations.connections set account_id = 'T2' where workspace_id = $1`, [
      eve.workspaceId,
    ])
    const pasting = await newcomer(platform, 'pat')
    const credentials = { botToken: slack.botToken, signingSecret: randomBytes(16).toString('hex') }
    await pasting.call(connectPlatform, { platform: 'slack', config: { credentials } })
    const same = await newcomer(platform, 'sam')
    const { botToken, signingSecret } = slack
    await same.call(connectPlatform, { platform: 'slack', config: { credentials: { botToken, signingSecret } } })

    const events = {
      ofAccount: await deliver(appUrl),
      ofAnother: await deliver(appUrl, { team_id: 'T2' }),
      ofNobody: await deliver(appUrl, { team_id: 'T3' }),
      ofAnotherApp: await deliver(appUrl, { api_app_id: 'A2' }),
    }
    expect(tally(Object.values(events))).toEqual({ 200: 4 })
    const here = [ada, eve, pasting, same].map(({ workspaceId }) => workspaceId)
    const among = async ({ id }: { id: string }) => {
      const received = await receivedBy(id)
      return here.filter((workspaceId) => received.includes(workspaceId))
    }
    expect(await among(events.ofAccount)).toEqual([ada.workspaceId, same.workspaceId])
    expect(await receivedBy(events.ofAnother.id)).toEqual([eve.workspaceId])
    expect(await receivedBy(events.ofNobody.id)).toEqual([])
    expect(await among(events.ofAnotherApp)).toEqual([same.workspaceId])
  })

  it('takes nothing that is forged, stale, or no delivery, nor for a platform without an app', async () => {
    const refused = [
      await deliver(appUrl, { secret: randomBytes(16).toString('hex') }),
      await deliver(appUrl, { at: Date.now() - 6 * 60_000 }),
    ]
    expect(tally(refused)).toEqual({ 401: 2 })
    for (const { id } of refused) expect(await receivedBy(id)).toEqual([])
    const broken = await fetch(appUrl, {
      method: 'POST',
      headers: signedHeaders('{"type":', slack.signingSecret),
      body: '{"type":',
    })
    expect(broken.status).toBe(400)
    const statuses = ['discord', 'telegram'].map((other) => deliver(appUrl.replace('slack', other)))
    expect(tally(await Promise.all(statuses))).toEqual({ 404: 2 })
  })
})
