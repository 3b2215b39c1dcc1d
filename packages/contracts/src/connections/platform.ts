import * as z from 'zod'

/** What can be connected: each is an adapter of the integrations service. */
export const platformNames = ['slack', 'discord', 'teams', 'telegram', 'webhook'] as const
export type PlatformName = (typeof platformNames)[number]

/** A platform in a path. */
export const Platform = z.enum(platformNames)
