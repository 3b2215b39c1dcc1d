import { discordSide } from './discord.ts'
import type { Side } from './side.ts'
import { slackSide } from './slack.ts'
import { teamsSide } from './teams.ts'
import { telegramSide } from './telegram.ts'
import { webhookSide } from './webhook.ts'

/** Every platform that can be connected. */
export const startSides = (): Promise<Side[]> =>
  Promise.all([slackSide(), discordSide(), teamsSide(), telegramSide(), webhookSide()])
