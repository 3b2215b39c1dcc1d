import type { Platform } from '../platform.ts'
import { createSlackClient, scopes } from './client.ts'
import { Credentials, type SlackCredentials } from './credentials.ts'
import { oauth } from './oauth.ts'
import { receive } from './receive.ts'
import { maxTextLength } from './sending.ts'

/** What `interpret` reads. */
const events = [
  ...['message.channels', 'message.groups', 'message.im', 'reaction_added', 'reaction_removed', 'channel_created'],
  ...['channel_rename', 'channel_archive', 'channel_unarchive', 'channel_deleted', 'channel_left', 'group_rename'],
  ...['group_archive', 'group_unarchive', 'group_deleted', 'group_left', 'member_joined_channel', 'tokens_revoked'],
  'app_uninstalled',
]
const both = { in: true, out: true }

/** Slack, by an app that is installed in one of its workspaces. */
export const slack: Platform<SlackCredentials> = {
  name: 'slack',
  displayName: 'Slack',
  capabilities: {
    listsChannels: true,
    history: true,
    receives: ['webhook'],
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
      help: 'On the app’s page “OAuth & Permissions”: the Bot User OAuth Token, which begins with xoxb-.',
    },
    {
      name: 'signingSecret',
      label: 'Signing secret',
      isSecret: true,
      isRequired: true,
      help: 'On the app’s page “Basic Information”, under App Credentials.',
    },
  ],
  scopes,
  events,
  credentials: Credentials,
  oauth,
  isGranted: ({ isGranted }) => isGranted === true,
  renewsAt: ({ renewal }) => renewal && new Date(renewal.at),
  open: ({ botToken }, surroundings) => createSlackClient(botToken, surroundings),
  receive: (request, { signingSecret }, now) => receive(request, signingSecret, now),
}
