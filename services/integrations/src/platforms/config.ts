import { Integer } from '@parley/contracts/fields'
import * as z from 'zod'

const BaseUrl = (fallback: string, of: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .prefault(fallback)
    .describe(`Where ${of} is; another for a government cloud, a proxy or a test.`)

const Optional = (what: string) => z.string().optional().describe(what)

/** Where the platforms are, and our apps there. The operator names them, so they are not held to the rules for URLs of users. */
export const PlatformConfig = z.object({
  SLACK_API_URL: BaseUrl('https://slack.com/api/', 'Slack’s Web API'),
  DISCORD_API_URL: BaseUrl('https://discord.com/api/', 'Discord’s API'),
  TEAMS_API_URL: BaseUrl('https://graph.microsoft.com/v1.0/', 'Microsoft Graph'),
  TEAMS_LOGIN_URL: BaseUrl('https://login.microsoftonline.com/', 'Microsoft’s login'),
  TEAMS_BOT_URL: BaseUrl('https://smba.trafficmanager.net/teams/', 'the Bot Framework'),
  TELEGRAM_API_URL: BaseUrl('https://api.telegram.org/', 'Telegram’s Bot API'),
  SLACK_CLIENT_ID: Optional('The client ID of this deployment’s Slack app, for OAuth.'),
  SLACK_CLIENT_SECRET: Optional('Its client secret.'),
  SLACK_SIGNING_SECRET: Optional('Its signing secret: of its events, which Slack posts for all workspaces to one URL.'),
  DISCORD_CLIENT_ID: Optional('The client ID of this deployment’s Discord application, for OAuth.'),
  DISCORD_CLIENT_SECRET: Optional('Its client secret.'),
  DISCORD_BOT_TOKEN: Optional('Its bot’s token.'),
  COMPARE_EVERY_MS: Integer({ min: 1_000, max: 86_400_000 })
    .default(180_000)
    .describe('How often the newest messages of both sides of a connection are compared.'),
})
export type PlatformConfig = z.output<typeof PlatformConfig>
