import * as z from 'zod'
import type { Platform } from '../platform.ts'
import { createTeamsClient, scopes } from './client.ts'
import { createEncryption, type Encryption } from './encryption.ts'
import { receive } from './receive.ts'
import { maxTextLength } from './sending.ts'

const Guid = z.guid('Must be an id of Microsoft’s: 32 hexadecimal digits with hyphens.')

const Credentials = z.strictObject({
  tenantId: Guid,
  clientId: Guid,
  clientSecret: z.string().regex(/^[\x21-\x7e]{16,200}$/, 'Must be the secret’s value, not its ID.'),
  teamId: Guid,
})
/** What a person enters, and the key of ours that Graph encrypts notifications for. */
export type TeamsCredentials = z.output<typeof Credentials> & { encryption?: Encryption }

const both = { in: true, out: true }

/** Microsoft Teams, by an app in one of its teams. */
export const teams: Platform<TeamsCredentials> = {
  name: 'teams',
  displayName: 'Microsoft Teams',
  capabilities: {
    listsChannels: true,
    history: true,
    receives: ['webhook'],
    threads: true,
    files: { in: true, out: false },
    authorNames: false,
    edits: both,
    deletes: both,
    reactions: { in: true, out: false },
    comparison: true,
    interruptedSends: 'found',
    subscribes: true,
    maxTextLength,
  },
  fields: [
    {
      name: 'tenantId',
      label: 'Tenant ID',
      isSecret: false,
      isRequired: true,
      help: 'In the Entra admin center, on the app’s page “Overview”: Directory (tenant) ID.',
    },
    {
      name: 'clientId',
      label: 'Client ID',
      isSecret: false,
      isRequired: true,
      help: 'On the same page: Application (client) ID. The bot has the same.',
    },
    {
      name: 'clientSecret',
      label: 'Client secret',
      isSecret: true,
      isRequired: true,
      help: 'On the app’s page “Certificates & secrets”: the value of a client secret.',
    },
    {
      name: 'teamId',
      label: 'Team ID',
      isSecret: false,
      isRequired: true,
      help: 'In Teams, “Get link to team”: what stands behind groupId= in it.',
    },
  ],
  scopes: Object.values(scopes),
  credentials: Credentials,
  complete: async (credentials) => ({ ...credentials, encryption: await createEncryption() }),
  open: createTeamsClient,
  receive,
}
