import { listChannels } from '@parley/contracts/channels/channels'
import { listMessages } from '@parley/contracts/messages/messages'
import { startServer } from '@parley/testing/json-server'
import type { Person } from '@parley/testing/people'
import { bootPlatform, type InProcessPlatform } from '@parley/testing/platform'
import type { DiscordDouble } from '@parley/testing/platforms/discord'
import type { SlackDouble } from '@parley/testing/platforms/slack'
import type { TeamsDouble } from '@parley/testing/platforms/teams'
import type { TelegramDouble } from '@parley/testing/platforms/telegram'
import { vi } from 'vitest'

interface Doubles {
  slack: SlackDouble
  discord: DiscordDouble
  telegram: TelegramDouble
  teams: TeamsDouble
}

/** Parley whose platforms are doubles, with an app in Slack, at a public address that they post to. */
export async function bootBridged(
  { slack, discord, telegram, teams }: Doubles,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ platform: InProcessPlatform; publicUrl: string }> {
  // Graph posts to it before the platform is there, whose own address is known only then.
  const front = await startServer(async ({ method, path, headers, body }, response) => {
    const type = headers['content-type'] ?? 'application/json'
    const answer = await fetch(`${platform.url}${path}`, { method, headers: { 'content-type': type }, body })
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(await answer.text())
  })
  const platform = await bootPlatform({
    services: ['gateway', 'channels', 'messaging', 'integrations'],
    serviceEnv: {
      integrations: {
        ...{ SLACK_API_URL: slack.apiUrl, DISCORD_API_URL: discord.apiUrl, TELEGRAM_API_URL: telegram.apiUrl },
        ...{ TEAMS_API_URL: teams.apiUrl, TEAMS_LOGIN_URL: teams.loginUrl, TEAMS_BOT_URL: teams.botUrl },
        ...{ SLACK_CLIENT_ID: slack.clientId, SLACK_CLIENT_SECRET: slack.clientSecret },
        ...{ SLACK_SIGNING_SECRET: slack.signingSecret, PUBLIC_URL: front.url, ...settings },
      },
    },
  })
  return { platform, publicUrl: front.url }
}

/** The Parley channel of a name, once it is there. */
export const channelNamed = (person: Person, wanted: string) =>
  vi.waitUntil(
    async () => {
      const { channels } = await person.call(listChannels, { workspace_id: person.workspaceId })
      return channels.find(({ name }) => name === wanted)
    },
    { timeout: 50_000, interval: 50 },
  )

export async function textsIn(person: Person, channelId: string): Promise<string[]> {
  const { data } = await person.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
  return data.flatMap((message) => ('content' in message ? message.content : []))
}
