import { type PlatformName, platformNames } from '@parley/contracts/connections/platform'
import { discord } from './discord/discord.ts'
import type { Platform } from './platform.ts'
import { slack } from './slack/slack.ts'
import { teams } from './teams/teams.ts'
import { telegram } from './telegram/telegram.ts'
import { webhook } from './webhook/webhook.ts'

/** Every adapter, by its platform. */
const adapters: Record<PlatformName, Platform> = {
  slack: slack as Platform,
  discord: discord as Platform,
  teams: teams as Platform,
  telegram: telegram as Platform,
  webhook: webhook as Platform,
}

/** In the order in which people are shown them. */
export const platforms: readonly Platform[] = platformNames.map((name) => adapters[name])

/**
 * Whether events are fetched from a platform, over a socket or by polling: where it does not post them, or cannot reach
 * this deployment.
 */
export function isListenedTo({ capabilities: { receives }, reaches }: Platform, publicUrl: URL): boolean {
  const isPosted = receives.includes('webhook') && (reaches?.(publicUrl) ?? true)
  return !isPosted && receives.some((way) => way !== 'webhook')
}

export const platformOf = (name: PlatformName): Platform => adapters[name]
