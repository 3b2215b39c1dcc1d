import * as z from 'zod'

const Snowflake = z.string().regex(/^\d{17,20}$/, 'Must be an id of Discord’s: 17 to 20 digits.')

/** What a person enters. */
export const Credentials = z.strictObject({
  botToken: z.string().regex(/^[\w.-]{20,200}$/, 'Must be a bot’s token.'),
  guildId: Snowflake,
  publicKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'Must be 64 hexadecimal digits.')
    .optional(),
})

/** `isGranted` where OAuth has added the bot: it leaves the server when that is disconnected. */
export type DiscordCredentials = z.output<typeof Credentials> & { isGranted?: true }
