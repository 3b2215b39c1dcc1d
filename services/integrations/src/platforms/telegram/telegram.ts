import { isIP } from 'node:net'
import * as z from 'zod'
import type { Platform } from '../platform.ts'
import { createTelegramClient, groupPrivacy } from './client.ts'
import { receive } from './receive.ts'
import { maxTextLength } from './sending.ts'

const Credentials = z.strictObject({
  botToken: z.string().regex(/^\d{3,20}:[\w-]{20,100}$/, 'Must be a bot’s token: digits, a colon, and letters.'),
})
export type TelegramCredentials = z.output<typeof Credentials>

const both = { in: true, out: true }
/** Telegram posts to no others. */
const ports = new Set(['', '80', '88', '8443'])

/** Telegram, by a bot in its groups and channels. */
export const telegram: Platform<TelegramCredentials> = {
  name: 'telegram',
  displayName: 'Telegram',
  capabilities: {
    listsChannels: false,
    history: false,
    receives: ['webhook', 'polling'],
    threads: true,
    files: both,
    authorNames: false,
    edits: both,
    deletes: { in: false, out: true },
    reactions: both,
    comparison: false,
    interruptedSends: 'left_out',
    subscribes: true,
    maxTextLength,
  },
  fields: [
    {
      name: 'botToken',
      label: 'Bot token',
      isSecret: true,
      isRequired: true,
      help: 'What @BotFather answers to /newbot, or to /token.',
    },
  ],
  scopes: [groupPrivacy, 'Administrator of the group, for reactions'],
  credentials: Credentials,
  reaches: ({ protocol, port, hostname }) =>
    protocol === 'https:' && ports.has(port) && hostname.includes('.') && isIP(hostname) === 0,
  open: createTelegramClient,
  receive: (request, { botToken }) => receive(request, botToken),
}
