import type { Platform } from '../platform.ts'
import { createDiscordClient, messageContent } from './client.ts'
import { Credentials, type DiscordCredentials } from './credentials.ts'
import { oauth } from './oauth.ts'
import { receive } from './receive.ts'
import { maxTextLength } from './sending.ts'

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
  oauth,
  isGranted: ({ isGranted }) => isGranted === true,
  open: createDiscordClient,
  receive: (request, { publicKey }, now) => receive(request, publicKey, now),
}
