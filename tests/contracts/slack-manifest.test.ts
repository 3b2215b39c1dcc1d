import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { slackManifest } from '../../apps/console/src/admin/connections/slack-manifest.ts'
import { slack } from '../../services/integrations/src/platforms/slack/slack.ts'

const { scopes, events = [] } = slack
const app = { scopes: [...scopes], events: [...events] }

describe('the manifest of a Slack app', () => {
  it('asks for what the adapter needs, and for events once it is known where they go', () => {
    expect(JSON.parse(slackManifest(app))).toMatchObject({ oauth_config: { scopes: { bot: scopes } } })
    expect(JSON.parse(slackManifest(app)).settings).not.toHaveProperty('event_subscriptions')
    const url = 'https://parley.example/api/v2/platform-connections/slack/events/int_1'
    expect(JSON.parse(slackManifest(app, url)).settings.event_subscriptions).toEqual({
      request_url: url,
      bot_events: events,
    })
  })

  it('has the scopes and events that the guide names, and no others', () => {
    const guide = readFileSync(new URL('../../docs/connect/slack.md', import.meta.url), 'utf8')
    const create = guide.slice(0, guide.indexOf('## By OAuth'))
    const isName = /^(?:\w+:\w+(?:\.\w+)?|(?:message|reaction|channel|group|member|tokens|app)[._]\w+)$/
    const named = [...create.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) => (isName.test(name) ? [name] : []))
    expect(named.toSorted()).toEqual([...scopes, ...events].toSorted())
  })
})
