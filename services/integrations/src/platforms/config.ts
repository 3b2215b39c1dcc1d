import { Integer } from '@parley/contracts/fields'
import * as z from 'zod'

const BaseUrl = (fallback: string, of: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .prefault(fallback)
    .describe(`Where ${of} is; another for a government cloud, a proxy or a test.`)

/** Where the platforms are. The operator names them, so they are not held to the rules for URLs of users. */
export const PlatformConfig = z.object({
  SLACK_API_URL: BaseUrl('https://slack.com/api/', 'Slack’s Web API'),
  DISCORD_API_URL: BaseUrl('https://discord.com/api/', 'Discord’s API'),
  TEAMS_API_URL: BaseUrl('https://graph.microsoft.com/v1.0/', 'Microsoft Graph'),
  TEAMS_LOGIN_URL: BaseUrl('https://login.microsoftonline.com/', 'Microsoft’s login'),
  TEAMS_BOT_URL: BaseUrl('https://smba.trafficmanager.net/teams/', 'the Bot Framework'),
  TELEGRAM_API_URL: BaseUrl('https://api.telegram.org/', 'Telegram’s Bot API'),
  COMPARE_EVERY_MS: Integer({ min: 1_000, max: 86_400_000 })
    .default(180_000)
    .describe('How often the newest messages of both sides of a connection are compared.'),
})
export type PlatformConfig = z.output<typeof PlatformConfig>
