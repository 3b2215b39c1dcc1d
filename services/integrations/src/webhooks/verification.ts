import { randomUUID } from 'node:crypto'
import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { invalidInput } from '@parley/kit/errors'
import type { Context } from '../context.ts'
import { isSuccess, postEvent } from './post-event.ts'

/**
 * Has a URL prove that it wants events: it must answer a signed challenge.
 *
 * @throws ServiceError 400 that says why it did not
 */
export async function verifyUrl(
  { fetch, config }: Pick<Context, 'fetch' | 'config'>,
  { workspaceId, url, secrets }: { workspaceId: string; url: string; secrets: readonly string[] },
): Promise<void> {
  if (config.PARLEY_ENV === 'production' && !url.startsWith('https://')) throw refused('Must begin with https://.')
  const challenge = randomUUID()
  const event = ownEvent(workspaceId, 'webhook.verification', { challenge })
  const answer = await postEvent(fetch, { url, secrets }, event, patience())
  if (!isSuccess(answer)) throw refused(`It could not be verified: ${answer.error}`)
  if (!answers(answer.body, challenge))
    throw refused('It could not be verified: the receiver did not answer with `data.challenge`.')
}

/** Longer than a receiver has. */
export const patience = (): AbortSignal => AbortSignal.timeout((webhookLimits.timeoutSeconds + 1) * 1_000)

/** An event about the webhook itself, which is sent to nobody else. */
export function ownEvent(workspaceId: string, type: string, data: object): { id: string; payload: string } {
  const id = randomUUID()
  const at = new Date().toISOString()
  return { id, payload: JSON.stringify({ id, type, workspace_id: workspaceId, seq: null, rev: null, at, data }) }
}

const refused = (message: string) => invalidInput([{ path: 'url', message }])

function answers(body: string, challenge: string): boolean {
  if (body.trim() === challenge) return true
  try {
    const parsed: unknown = JSON.parse(body)
    return parsed === challenge || (parsed as { challenge?: unknown } | null)?.challenge === challenge
  } catch {
    return false
  }
}
