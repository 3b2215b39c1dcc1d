import * as z from 'zod'

/**
 * The picture of a person, a twin or somebody who is bridged, as everybody sees it. Rows, events and kept answers hold
 * the URL as it was given; whoever shows it finds it by this very schema and has the gateway fetch what is elsewhere.
 */
export const AvatarUrl = z
  .string()
  .nullable()
  .describe('A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP.')
