import { ServiceError } from '@parley/kit/errors'
import { Webhook } from 'standardwebhooks'
import * as z from 'zod'
import type { Platform } from '../platform.ts'
import { createWebhookClient } from './client.ts'
import { Credentials, type WebhookCredentials } from './credentials.ts'

const both = { in: true, out: true }

/** Any program that signs as Standard Webhooks says, in both directions. */
export const webhook: Platform<WebhookCredentials> = {
  name: 'webhook',
  displayName: 'Signed webhook',
  capabilities: {
    listsChannels: false,
    history: false,
    receives: ['webhook'],
    threads: true,
    files: { in: true, out: false },
    authorNames: true,
    edits: both,
    deletes: both,
    reactions: both,
    comparison: false,
    interruptedSends: 'repeated',
    subscribes: false,
    maxTextLength: 40_000,
  },
  fields: [
    {
      name: 'secret',
      label: 'Secret',
      isSecret: true,
      isRequired: true,
      help: 'Signs what is sent in both directions: whsec_ and 24 to 64 random bytes in base64.',
    },
    {
      name: 'url',
      label: 'URL',
      isSecret: false,
      isRequired: false,
      help: 'Where messages that are written here are posted to. Without it nothing goes out.',
    },
  ],
  scopes: [],
  credentials: Credentials,
  isOneProgram: true,
  open: createWebhookClient,

  receive({ header, body }, { secret }) {
    const id = header('webhook-id') ?? ''
    try {
      // Checks the time, too: five minutes in either direction.
      const signed = {
        'webhook-id': id,
        'webhook-timestamp': header('webhook-timestamp') ?? '',
        'webhook-signature': header('webhook-signature') ?? '',
      }
      new Webhook(secret).verify(body.toString('utf8'), signed, { jsonParse: false })
    } catch (cause) {
      throw new ServiceError('unauthorized', 'This is not signed for this connection, or too old.', { cause })
    }
    if (id.length > 200) throw new ServiceError('invalid_input', 'webhook-id: Must have at most 200 characters.')
    const payload = parsed(body)
    const { channel } = z
      .object({ channel: z.object({ id: z.string() }).optional() })
      .catch({})
      .parse(payload)
    return { events: [{ id, channelId: channel?.id.slice(0, 200) ?? null, at: null, payload }] }
  },
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new ServiceError('invalid_input', 'The body must be JSON.', { cause })
  }
}
