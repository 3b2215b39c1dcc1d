import { randomBytes } from 'node:crypto'
import type { SealedColumn } from '@parley/kit/resealing'
import type { SecretBox } from '@parley/kit/secret-box'
import { Webhook } from 'standardwebhooks'
import type { WebhookKey } from './store.ts'
import type { WebhookRow } from './webhook.ts'

const secretBytes = 32

/** A secret as Standard Webhooks writes it. */
export const newSecret = (): string => `whsec_${randomBytes(secretBytes).toString('base64')}`

const ownerOf = ({ workspaceId, id }: WebhookKey) => ({ workspaceId, purpose: `webhook:${id}` })

/** Where they are. */
export const sealedWebhookSecrets: readonly SealedColumn[] = [
  { table: 'webhooks', column: 'secret', id: 'id', ownerOf },
  { table: 'webhooks', column: 'previous_secret', id: 'id', ownerOf },
]

export const sealSecret = (box: SecretBox, webhook: WebhookKey, secret: string): string =>
  box.seal(secret, ownerOf(webhook))

/**
 * The secrets that a webhook's events are signed with: its own, and the one before while that is still taken.
 *
 * @throws Error where the key that they were encrypted with is gone
 */
export function openSecrets(
  box: SecretBox,
  webhook: WebhookKey & Pick<WebhookRow, 'secret' | 'previousSecret' | 'previousSecretUntil'>,
  now = new Date(),
): string[] {
  const { secret, previousSecret, previousSecretUntil } = webhook
  const isOverlapping = previousSecret !== null && previousSecretUntil !== null && new Date(previousSecretUntil) > now
  return [secret, ...(isOverlapping ? [previousSecret] : [])].map((sealed) => box.open(sealed, ownerOf(webhook)))
}

/** The headers by which a receiver verifies an event, one signature for each secret. */
export function signatureHeaders(
  secrets: readonly string[],
  id: string,
  payload: string,
  at = new Date(),
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, payload)).join(' '),
  }
}
