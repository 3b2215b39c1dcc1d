import * as z from 'zod'
import type { Platform } from '../platform.ts'
import { createDiscordClient, messageContent } from './client.ts'
import { receive } from './receive.ts'
import { maxTextLength } from './sending.ts'

const Snowflake = z.string().regex(/^\d{17,20}$/, 'Must be an id of Discord’s: 17 to 20 digits.')

const Credentials = z.strictObject({
  botToken: z.string().regex(/^[\w.-]{20,200}$/, 'Must be a bot’s token.'),
  guildId: Snowflake,
  publicKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'Must be 64 hexadecimal digits.')
    .optional(),
})
export type DiscordCredentials = z.output<typeof Credentials>

const both = { in: true, out: true }

/** Discord, by a bot in one of its servers. */
export const discord: Platform<DiscordCredentials> = {
  name: 'discord',
  displayName: 'Discord',
  capabilities: {
    listsChannels: true,
    history: true,
    receives: ['socket'],
    threads: true,
    files: both,
    authorNames: true,
    edits: both,
    deletes: both,
    reactions: both,
    comparison: true,
    interruptedSends: 'found',
    subscribes: false,
    maxTextLength,
  },
  fields: [
    {
      name: 'botToken',
      label: 'Bot token',
      isSecret: true,
      isRequired: true,
      help: 'In the Developer Portal, on the application’s page “Bot”.',
    },
    {
      name: 'guildId',
      label: 'Server ID',
      isSecret: false,
      isRequired: true,
      help: 'With Developer Mode on, “Copy Server ID” in the server’s menu.',
    },
    {
      name: 'publicKey',
      label: 'Public key',
      isSecret: false,
      isRequired: false,
      help: 'In the Developer Portal, on the application’s page “General Information”. Needed for an interactions URL alone.',
    },
  ],
  scopes: [
    messageContent,
    'View Channels',
    'Send Messages',
    'Read Message History',
    'Manage Webhooks',
    'Add Reactions',
  ],
  credentials: Credentials,
  open: createDiscordClient,
  receive: (request, { publicKey }, now) => receive(request, publicKey, now),
}
